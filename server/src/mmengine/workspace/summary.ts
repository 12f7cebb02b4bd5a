/**
 * What a Python file says about the classes that configs name: plain data without places, so that two readings of a file
 * that was edited elsewhere are equal.
 */

/** A name as another module has it. */
export interface ImportTarget {
  /** The folder that `dotted` starts from; undefined for an absolute import. */
  readonly directory: string | undefined;
  readonly dotted: string;
}

export interface ModuleSummary {
  readonly classes: ReadonlyMap<string, ClassSummary>;
  readonly imports: ReadonlyMap<string, ImportTarget>;
  /** Modules of `from … import *`. */
  readonly stars: readonly ImportTarget[];
  /** `HOOKS = OTHER`: the dotted name on the right. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly registries: ReadonlyMap<string, RegistrySummary>;
  readonly registrations: readonly Registration[];
}

/** `HOOKS = Registry('hook', parent=MMENGINE_HOOKS, scope='mmdet')`. */
export interface RegistrySummary {
  /** Dotted; undefined when it has none. */
  readonly parent: string | undefined;
  /** Undefined: the package that it is defined in. */
  readonly scope: string | undefined;
}

export interface Registration {
  /** Dotted name of the registry; undefined when an expression stands there. */
  readonly registry: string | undefined;
  /** Undefined when they are computed. */
  readonly names: readonly string[] | undefined;
  /** Dotted name of the class; undefined when it is a function or an expression. */
  readonly target: string | undefined;
}

export interface ClassSummary {
  readonly name: string;
  /** Dotted; undefined for an expression. */
  readonly bases: readonly (string | undefined)[];
  /** Its own `__init__`. */
  readonly init: Initializer | undefined;
  /** Its other methods. */
  readonly methods: readonly Method[];
  /** Something may change how it is called: a decorator, a metaclass, a second definition. */
  readonly unclear: boolean;
}

export interface Method {
  readonly name: string;
  /** It calls the method of its base class. */
  readonly extendsBase: boolean;
}

export interface Initializer {
  /** In order, without `self`; those that it takes out of its `**kwargs` at the end. */
  readonly params: readonly InitParameter[];
  /** Keyword arguments beyond `params`: refused, taken whatever they are, or handed to the base class by `base`. */
  readonly others: 'refused' | 'taken' | 'handed-on';
  /** Its only call of the base class's `__init__`. */
  readonly base: BaseCall | undefined;
}

export interface InitParameter {
  readonly name: string;
  /** Python source; undefined for a required one. */
  readonly default: string | undefined;
}

/** `super().__init__(interval, by_epoch=True)`; a value is the name of a parameter that is handed on as it came. */
export interface BaseCall {
  readonly positional: readonly (string | undefined)[];
  readonly keywords: readonly { readonly name: string; readonly value: string | undefined }[];
}
