import type { Argument, Call, ClassDef, Expression, ImportFrom, Module, Statement } from '../../python/index.ts';
import { dirname, joinPath } from '../../text/paths.ts';
import { isSuperCall, readInitializer } from './initializer.ts';
import type { ClassSummary, ImportTarget, Method, ModuleSummary, Registration, RegistrySummary } from './summary.ts';
import { descendants, dottedName, stringValue } from './walk.ts';

const REGISTER = 'register_module';

/** Reads the classes of a file, what they are registered as, and where the names come from that they use. */
export function summarize(module: Module, path: string, text: string): ModuleSummary {
  const classes = new Map<string, ClassSummary>();
  const imports = new Map<string, ImportTarget>();
  const stars: ImportTarget[] = [];
  const aliases = new Map<string, string>();
  const registries = new Map<string, RegistrySummary>();
  const registrations: Registration[] = [];
  const decorators = new Set<Expression>();
  let uses = 0;
  let understood = 0;
  for (const node of descendants(module.body)) {
    if (node.kind === 'ClassDef') {
      const summary = classOf(node, text);
      classes.set(node.name, classes.has(node.name) ? { ...summary, unclear: true } : summary);
    }
    if (node.kind === 'ClassDef' || node.kind === 'FunctionDef')
      for (const decorator of node.decorators) {
        decorators.add(decorator);
        const registration = decoration(decorator, node);
        if (registration) understood = registrations.push(registration);
      }
    else if (node.kind === 'Call' && !decorators.has(node)) {
      const registration = registered(node);
      if (registration) understood = registrations.push(registration);
    } else if (node.kind === 'Import')
      for (const { name, asName } of node.names) {
        const bound = asName === undefined ? name.slice(0, `${name}.`.indexOf('.')) : name;
        imports.set(asName ?? bound, { directory: undefined, dotted: bound });
      }
    else if (node.kind === 'ImportFrom') addImports(node, path, imports, stars);
    else if (node.kind === 'Assign') addAssignment(node.targets, node.value, aliases, registries);
    else if (node.kind === 'Attribute' && node.name === REGISTER) uses++;
  }
  // A registration in a way of its own may register anything.
  if (uses > understood) registrations.push({ registry: undefined, names: undefined, target: undefined });
  const isKnown = ({ target }: Registration) => {
    const head = target?.split('.', 1)[0];
    return head === undefined || classes.has(head) || imports.has(head);
  };
  return {
    classes,
    imports,
    stars,
    aliases,
    registries,
    registrations: registrations.map((each) => (isKnown(each) ? each : throughVariable(each))),
  };
}

/** A variable (of a loop, say) may stand for any class, whose name is then not known either. */
function throughVariable(registration: Registration): Registration {
  const { target, names } = registration;
  const ownName = target?.slice(target.lastIndexOf('.') + 1);
  return { ...registration, target: undefined, names: names?.length === 1 && names[0] === ownName ? undefined : names };
}

function addImports(
  { level, module, names }: ImportFrom,
  path: string,
  imports: Map<string, ImportTarget>,
  stars: ImportTarget[],
): void {
  const directory = level === 0 ? undefined : joinPath(dirname(path), '../'.repeat(level - 1) || '.');
  for (const { name, asName } of names)
    if (name === '*') stars.push({ directory, dotted: module ?? '' });
    else imports.set(asName ?? name, { directory, dotted: module === undefined ? name : `${module}.${name}` });
}

function addAssignment(
  targets: readonly Expression[],
  value: Expression,
  aliases: Map<string, string>,
  registries: Map<string, RegistrySummary>,
): void {
  const alias = dottedName(value);
  const registry = registryOf(value);
  for (const target of targets) {
    if (target.kind !== 'Name') continue;
    if (alias !== undefined) aliases.set(target.id, alias);
    if (registry) registries.set(target.id, registry);
  }
}

function registryOf(value: Expression): RegistrySummary | undefined {
  if (value.kind !== 'Call' || !/(?:^|\.)Registry$/.test(dottedName(value.callee) ?? '')) return undefined;
  return { parent: dottedName(keyword(value, 'parent')), scope: stringValue(keyword(value, 'scope')) };
}

function keyword(call: Call, name: string): Expression | undefined {
  return call.args.find((arg) => arg.name === name)?.value;
}

/** `@HOOKS.register_module(…)` above a class or a function. */
function decoration(
  decorator: Expression,
  decorated: { readonly kind: 'ClassDef' | 'FunctionDef'; readonly name: string },
): Registration | undefined {
  const call = decorator.kind === 'Call' ? decorator : undefined;
  const registry = registryName(call ? call.callee : decorator);
  if (registry === undefined) return undefined;
  return {
    registry: registry.name,
    names: call ? namesOf(call, decorated.name) : [decorated.name],
    target: decorated.kind === 'ClassDef' ? decorated.name : undefined,
  };
}

/** `HOOKS.register_module(module=MyHook)`, or `HOOKS.register_module(name='MyHook')(make_hook)`. */
function registered(call: Call): Registration | undefined {
  const registry = registryName(call.callee);
  if (registry) {
    const module = keyword(call, 'module') ?? positional(call)[2];
    // Without a module it makes a decorator; what that is put on is seen elsewhere, or not at all.
    if (module === undefined) return undefined;
    const target = dottedName(module);
    const name = target?.slice(target.lastIndexOf('.') + 1);
    return { registry: registry.name, names: namesOf(call, name), target };
  }
  const outer = call.callee.kind === 'Call' ? registryName(call.callee.callee) : undefined;
  if (!outer || call.callee.kind !== 'Call') return undefined;
  const target = dottedName(call.args[0]?.value);
  return { registry: outer.name, names: namesOf(call.callee, target?.slice(target.lastIndexOf('.') + 1)), target };
}

/** The registry whose `register_module` an expression is; its name is undefined when it is not a plain one. */
function registryName(callee: Expression): { readonly name: string | undefined } | undefined {
  return callee.kind === 'Attribute' && callee.name === REGISTER ? { name: dottedName(callee.object) } : undefined;
}

function positional(call: Call): Expression[] {
  return call.args.filter(({ form }) => form === 'positional').map(({ value }) => value);
}

/** @param otherwise the name it gets when none is given; undefined when that is not known */
function namesOf(call: Call, otherwise: string | undefined): readonly string[] | undefined {
  if (call.args.some(({ form }: Argument) => form === 'star' || form === 'double-star')) return undefined;
  const given = keyword(call, 'name') ?? positional(call)[0];
  if (given === undefined || (given.kind === 'Constant' && given.value === 'None'))
    return otherwise === undefined ? undefined : [otherwise];
  const list = given.kind === 'List' || given.kind === 'Tuple' ? given.elements : [given];
  const names = list.map(stringValue);
  return names.every((name) => name !== undefined) ? names : undefined;
}

function classOf(node: ClassDef, text: string): ClassSummary {
  const methods: Method[] = [];
  let init: ClassSummary['init'];
  let unclear =
    node.decorators.some((decorator) => !registryName(decorator.kind === 'Call' ? decorator.callee : decorator)) ||
    node.bases.some(({ form, name, value }) => form !== 'positional' && !(name === 'metaclass' && isAbstract(value)));
  for (const statement of node.body) {
    if (statement.kind !== 'FunctionDef') {
      unclear ||= defines(statement, '__init__');
      continue;
    }
    if (statement.name === '__init__') {
      unclear ||= init !== undefined || statement.decorators.length > 0;
      init = readInitializer(statement, text);
      continue;
    }
    unclear ||= statement.name === '__new__';
    const calls = [...descendants(statement.body)];
    methods.push({ name: statement.name, extendsBase: calls.some((call) => isSuperCall(call, statement.name)) });
  }
  const bases = node.bases
    .filter(({ form }) => form === 'positional')
    .map(({ value }) => dottedName(value.kind === 'Subscript' ? value.object : value));
  return { name: node.name, bases, init, methods, unclear };
}

/** Python's own way to make a class abstract, which changes nothing about how it is called. */
function isAbstract(metaclass: Expression): boolean {
  return ['ABCMeta', 'abc.ABCMeta'].includes(dottedName(metaclass) ?? '');
}

/** A statement in a class's body, nested ones included, that binds a name. */
function defines(statement: Statement, name: string): boolean {
  for (const node of descendants(statement)) {
    if (node.kind === 'FunctionDef' && node.name === name) return true;
    if (node.kind === 'Assign' && node.targets.some((target) => dottedName(target) === name)) return true;
  }
  return false;
}
