/** Lazy configs: `with read_base():` and imports as types (mmengine/config/config.py: `Config._parse_lazy_import`). */
import type { Alias, Import, ImportFrom, Module, Statement, With } from '../python/index.ts';
import { dirname, joinPath } from '../text/paths.ts';
import type { Place, SourceText } from '../text/source.ts';
import { importsIn, isBaseAssignment } from './detect.ts';
import { BudgetExceeded, placeOf, type Scope } from './evaluate/runtime.ts';
import { executeModule, type Imports } from './evaluate/statements.ts';
import { type EvaluatedFile, moduleScope, Refusals, startOf } from './evaluated.ts';
import { bindImport, importModules, importNames } from './imports.ts';
import { inheritedCopy } from './inherit.ts';
import { isBuiltinModule, isStandardModule } from './packages/stdlib.ts';
import type { FileReader } from './reader.ts';
import type { BaseEntry } from './result.ts';
import { type DictValue, dict, type LazyValue, type Slot, str, unknown, type Value } from './values.ts';

/** What `with read_base():` gives under a module's name: its values, or why there are none. */
type BaseModule = { readonly config: DictValue } | { readonly missing: string };

/** Evaluates a lazy config with the modules it inherits from. */
export function evaluateLazy(source: SourceText, module: Module, reader: FileReader): EvaluatedFile {
  return new LazyReading(source, module, reader).result();
}

class LazyReading {
  private readonly source: SourceText;
  private readonly module: Module;
  private readonly reader: FileReader;
  private readonly refusals = new Refusals();
  private readonly imported = new Set<string>();
  private readonly baseModules = new Map<string, BaseModule>();
  private readonly bases: BaseEntry[] = [];
  private readonly dependencies = new Set<string>();
  private readonly scope: Scope;

  constructor(source: SourceText, module: Module, reader: FileReader) {
    this.source = source;
    this.module = module;
    this.reader = reader;
    this.scope = moduleScope(source.path, reader.host.environment);
    this.scope.names.set('__file__', {
      ...emptySlot('__file__'),
      value: str(source.path),
    });
  }

  result(): EvaluatedFile {
    this.refusals.addSyntax(this.source.path, this.module.errors);
    const body = this.unfoldBases();
    for (const statement of importsIn(body)) this.transform(statement);
    const gathered = this.gatherTopLevelImports(body);
    for (const [name, value] of gathered) this.scope.names.set(name, { ...emptySlot(name), value });
    const statements = body.filter(
      (statement) => !(statement.kind === 'Import' && statement.names.some((alias) => this.isGathered(alias))),
    );
    for (const error of executeModule(statements, this.scope, this.imports()).errors) this.refusals.addError(error);
    const config = this.config();
    this.refusals.addEndless(config, startOf(this.source));
    return {
      path: this.source.path,
      style: 'lazy',
      config,
      imported: this.imported,
      refusals: this.refusals.list,
      bases: this.bases,
      dependencies: this.dependencies,
      module: this.module,
    };
  }

  /** Reads the modules of the first `with read_base():`, whose imports then stand in its place. */
  private unfoldBases(): readonly Statement[] {
    const { body } = this.module;
    for (const [index, statement] of body.entries()) {
      if (isBaseAssignment(statement)) {
        this.refuse(
          'config-mixed-lazy',
          'ConfigParsingError',
          'This is a lazy config (it uses `with read_base():` or imports a module), where `_base_` is not allowed: MMEngine stops with a ConfigParsingError.',
          statement,
        );
        return body;
      }
      if (statement.kind !== 'With') continue;
      if (!isReadBase(statement)) {
        const context = statement.items[0]?.context;
        const isAttribute = context?.kind === 'Call' && context.callee.kind !== 'Name';
        this.refuse(
          'config-evaluation',
          // MMEngine reads `.id` of whatever is called.
          isAttribute ? 'AttributeError' : 'ConfigParsingError',
          'A config may use `with` only for `read_base()`: MMEngine refuses any other.',
          statement,
        );
        return body;
      }
      for (const inner of statement.body) this.readBase(inner);
      return [...body.slice(0, index), ...statement.body, ...body.slice(index + 1)];
    }
    return body;
  }

  private readBase(statement: Statement): void {
    if (statement.kind === 'UnsupportedStatement' && statement.broken) return;
    if (statement.kind !== 'ImportFrom') {
      this.refuse(
        'config-evaluation',
        'AssertionError',
        'Only `from … import …` may stand in `with read_base():`.',
        statement,
      );
      return;
    }
    if (statement.module === undefined) {
      this.refuse(
        'config-evaluation',
        'AssertionError',
        '`from . import x` is not allowed in `with read_base():`. Name the file that holds the values: `from .x import *`.',
        statement,
      );
      return;
    }
    const name = moduleName(statement);
    const path = this.basePath(statement, statement.module);
    const at = placeOf(this.scope, statement.moduleSpan);
    if (path === undefined) {
      this.bases.push({ path, at, ancestors: new Set() });
      this.baseModules.set(name, { missing: `it comes from ${name}, which cannot be read here` });
      return;
    }
    const base = this.reader.base(path, 'lazy');
    this.bases.push({ path, at, ancestors: base.dependencies });
    this.dependencies.add(path);
    for (const dependency of base.dependencies) this.dependencies.add(dependency);
    this.refusals.addFromBase(base.refusals, path, at);
    for (const imported of base.imported) this.imported.add(imported);
    this.baseModules.set(name, this.copyOf(base.config));
  }

  private copyOf(config: DictValue): BaseModule {
    try {
      return { config: inheritedCopy(config, this.scope.runtime.budget) };
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      return { missing: error.message };
    }
  }

  private basePath(statement: ImportFrom, module: string): string | undefined {
    const { host } = this.reader;
    if (statement.level > 0) {
      const directory = joinPath(dirname(this.source.path), '../'.repeat(statement.level - 1) || '.');
      const path = joinPath(directory, `${module.replaceAll('.', '/')}.py`);
      if (host.files.isFile(path)) return path;
      this.dependencies.add(path);
      this.refuse(
        'config-base-not-found',
        'ConfigParsingError',
        `The base config ${path} does not exist, so MMEngine cannot load this file.`,
        statement.moduleSpan,
      );
      return undefined;
    }
    const found = host.packages.resolveModule(module);
    if ('path' in found) {
      if (host.files.isFile(found.path)) return found.path;
      this.dependencies.add(found.path);
      this.refuse(
        'config-base-not-found',
        'ConfigParsingError',
        `The base config ${found.path} does not exist, so MMEngine cannot load this file.`,
        statement.moduleSpan,
      );
      return undefined;
    }
    this.refusals.addPackage(found.error, placeOf(this.scope, statement.moduleSpan));
    return undefined;
  }

  /** MMEngine's `ImportTransformer`, which works on the text before anything runs. */
  private transform(statement: Import | ImportFrom): void {
    if (statement.kind === 'Import') {
      if (statement.names.length > 1)
        this.refuse(
          'config-evaluation',
          'AssertionError',
          'A lazy config may import only one module in a line: MMEngine stops at `import a, b`. Write two lines.',
          statement,
        );
      for (const { asName } of statement.names) if (asName !== undefined) this.imported.add(asName);
      return;
    }
    const name = moduleName(statement);
    const base = this.isBuiltin(name) ? undefined : this.baseModules.get(name);
    if (base) {
      this.inject(statement, base);
      return;
    }
    for (const alias of statement.names) {
      if (alias.name === '*')
        this.refuse(
          'config-evaluation',
          'ConfigParsingError',
          '`import *` is allowed only in `with read_base():`, where it inherits from another config.',
          statement,
        );
      else this.imported.add(alias.asName ?? alias.name);
    }
  }

  /** Base values are there before the first statement runs. */
  private inject(statement: ImportFrom, base: BaseModule): void {
    for (const alias of statement.names) {
      const at = placeOf(this.scope, alias);
      if ('missing' in base) {
        if (alias.name !== '*')
          this.bindBase(alias.asName ?? alias.name, { ...emptySlot(alias.name), value: unknown(base.missing, at) });
        else this.openEnded ??= unknown(base.missing, at);
        continue;
      }
      if (base.config.open) this.openEnded ??= base.config.open;
      if (alias.name === '*') {
        for (const [key, slot] of base.config.entries) this.bindBase(key, slot);
        return;
      }
      const slot = base.config.entries.get(alias.name);
      if (slot) this.bindBase(alias.asName ?? alias.name, { ...slot, key: str(alias.asName ?? alias.name, at) });
      else if (base.config.open)
        this.bindBase(alias.asName ?? alias.name, {
          ...emptySlot(alias.name),
          value: unknown(base.config.open.reason, at),
        });
      else
        this.refuse(
          'config-evaluation',
          'KeyError',
          `The base config ${moduleName(statement)} has no \`${alias.name}\`, so MMEngine stops with a KeyError.`,
          alias,
        );
    }
  }

  /** Present when any further name may be inherited. */
  private openEnded: DictValue['open'];

  private bindBase(name: string, slot: Slot): void {
    const previous = this.scope.names.get(name);
    this.scope.names.set(name, previous && previous !== slot ? { ...slot, overrides: previous } : slot);
  }

  /** `import a.b` and `import a.c` together make the one object `a` (`_gather_abs_import_lazyobj`). */
  private gatherTopLevelImports(body: readonly Statement[]): ReadonlyMap<string, LazyValue> {
    const gathered = new Map<string, LazyValue>();
    for (const statement of body) {
      if (statement.kind !== 'Import') continue;
      for (const alias of statement.names) {
        if (!this.isGathered(alias)) continue;
        const [top = alias.name] = alias.name.split('.');
        this.imported.add(top);
        if (!gathered.has(top))
          gathered.set(top, {
            kind: 'lazy',
            module: top,
            name: top,
            attributeModule: top,
            at: placeOf(this.scope, alias),
          });
      }
    }
    // Each assignment is put before all that are there.
    return new Map([...gathered].reverse());
  }

  private imports(): Imports {
    return {
      execute: (statement, scope) => {
        if (statement.kind === 'Import') this.executeImport(statement, scope);
        else this.executeImportFrom(statement, scope);
      },
      // Inside a block MMEngine leaves such an import to Python.
      mayFail: (statement) =>
        statement.kind === 'Import' &&
        statement.names.some((alias) => this.isGathered(alias) && !isStandardModule(alias.name)),
    };
  }

  private executeImport(statement: Import, scope: Scope): void {
    const [alias] = statement.names;
    if (!alias) return;
    if (this.isBuiltin(alias.name) || alias.asName === undefined) importModules(statement, scope);
    else bindImport(alias, alias.asName, lazyObject(alias.name, undefined, placeOf(scope, alias)), scope);
  }

  private executeImportFrom(statement: ImportFrom, scope: Scope): void {
    const name = moduleName(statement);
    if (this.isBuiltin(name)) importNames(statement, scope);
    else if (!this.baseModules.has(name))
      for (const alias of statement.names)
        if (alias.name !== '*')
          bindImport(alias, alias.asName ?? alias.name, lazyObject(name, alias.name, placeOf(scope, alias)), scope);
  }

  /** `import a.b` at the top level; `import a.b as c` is an assignment by the time MMEngine gathers. */
  private isGathered({ name, asName }: Alias): boolean {
    return asName === undefined && !this.isBuiltin(name);
  }

  private isBuiltin(module: string): boolean {
    return isBuiltinModule(module, this.reader.host.packages);
  }

  private config(): DictValue {
    const config = dict(undefined, 'ConfigDict');
    config.open = this.openEnded ?? this.scope.runtime.namespace.open;
    for (const [name, slot] of this.scope.names)
      if (!name.startsWith('__') && name !== 'LazyObject') config.entries.set(name, slot);
    return config;
  }

  private refuse(
    rule: Parameters<Refusals['add']>[0],
    error: string,
    message: string,
    span: { start: number; end: number },
  ): void {
    this.refusals.add(rule, error, message, placeOf(this.scope, span));
  }
}

function emptySlot(name: string): Omit<Slot, 'value'> {
  return { key: str(name), at: undefined, keyAt: undefined, valueAt: undefined, overrides: undefined };
}

function isReadBase(statement: With): boolean {
  const context = statement.items[0]?.context;
  return (
    statement.items.length === 1 &&
    context?.kind === 'Call' &&
    context.callee.kind === 'Name' &&
    context.callee.id === 'read_base'
  );
}

/** As MMEngine writes it: `from . import x` is `.None`. */
function moduleName(statement: ImportFrom): string {
  return '.'.repeat(statement.level) + (statement.module ?? 'None');
}

/** MMEngine's `LazyObject(module, imported)`, and how `LazyAttr` goes on from it. */
function lazyObject(module: string, imported: string | undefined, at: Place): Value {
  const name = imported ?? module;
  return { kind: 'lazy', module, name, attributeModule: imported === undefined ? module : `${module}.${imported}`, at };
}
