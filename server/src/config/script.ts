/** Training scripts: the arguments of a `Runner(...)` call are the config. */
import {
  type Alias,
  type Call,
  type Expression,
  type ImportFrom,
  inFull,
  type Module,
  type Statement,
} from '../python/index.ts';
import type { Place, SourceText } from '../text/source.ts';
import { RUNNER_PARAMETERS } from './detect.ts';
import { evaluate } from './evaluate/expressions.ts';
import { BudgetExceeded, PythonError, placeOf, type Scope, unknownAt } from './evaluate/runtime.ts';
import { executeModule, type Imports } from './evaluate/statements.ts';
import { type EvaluatedFile, moduleScope, Refusals } from './evaluated.ts';
import { bindImport, importModules, importNames } from './imports.ts';
import { forgetEndless } from './nesting.ts';
import { isStandardModule } from './packages/stdlib.ts';
import type { FileReader } from './reader.ts';
import type { RunnerCall } from './result.ts';
import { type CallSite, type DictValue, dict, element, type Slot, str, unknown } from './values.ts';

export interface EvaluatedScript extends EvaluatedFile {
  readonly runnerCall: RunnerCall;
}

/** Follows the script up to the first of its `Runner(...)` calls, without running anything. */
export function evaluateScript(
  source: SourceText,
  module: Module,
  [runner, ...others]: readonly [Call, ...Call[]],
  reader: FileReader,
): EvaluatedScript {
  const refusals = new Refusals();
  refusals.addSyntax(
    source.path,
    module.errors.filter(({ kind }) => kind !== 'byte-order-mark'),
  );
  const scope = moduleScope(source.path, reader.host.environment, [], true);
  scope.names.set('__name__', implicit('__name__', '__main__'));
  scope.names.set('__file__', implicit('__file__', source.path));
  const calls: CallSite[] = [];
  const runnerAt = placeOf(scope, runner);
  bindRunner(scope, runnerAt, calls);
  executeModule(
    module.body,
    scope,
    scriptImports(() => bindRunner(scope, runnerAt, calls)),
  );
  const call = calls.find((site) => samePlace(site.at, runnerAt)) ?? calls[0] ?? callInModule(runner, scope);
  return {
    path: source.path,
    style: 'script',
    config: configOf(call),
    imported: new Set(),
    refusals: refusals.list,
    bases: [],
    dependencies: new Set(),
    module,
    runnerCall: { at: runnerAt, count: 1 + others.length, unusedVariables: unusedVariables(module, scope) },
  };
}

function implicit(name: string, value: string): Slot {
  return {
    key: str(name),
    value: str(value),
    at: undefined,
    keyAt: undefined,
    valueAt: undefined,
    overrides: undefined,
  };
}

function samePlace(a: Place, b: Place): boolean {
  return a.start === b.start && a.end === b.end;
}

function bindRunner(scope: Scope, at: Place, calls: CallSite[]): void {
  const call = (site: CallSite) => {
    calls.push(site);
    return unknown('the runner is not built', site.at);
  };
  scope.names.set('Runner', element({ kind: 'callable', name: 'Runner', type: 'class', call, at: undefined }, at));
}

/** What a script imports stands for itself, as in a lazy config: a class is a type that has a name. */
function scriptImports(rebindRunner: () => void): Imports {
  return {
    execute(statement, scope) {
      if (statement.kind === 'Import') importModules(statement, scope);
      else if (statement.level === 0 && isStandardModule(statement.module ?? '')) importNames(statement, scope);
      else
        for (const alias of statement.names) {
          if (alias.name === 'Runner') rebindRunner();
          else if (alias.name !== '*')
            bindImport(alias, alias.asName ?? alias.name, importedObject(statement, alias, scope), scope);
        }
    },
    // Whoever runs a script has what it imports.
    mayFail: () => false,
  };
}

function importedObject(statement: ImportFrom, alias: Alias, scope: Scope): Slot['value'] {
  const module = '.'.repeat(statement.level) + (statement.module ?? '');
  return {
    kind: 'lazy',
    module,
    name: alias.name,
    attributeModule: `${module}.${alias.name}`,
    isReal: true,
    at: placeOf(scope, alias),
  };
}

/** For a call that is never reached (it stands in a function that only others call): its arguments as the module sees them. */
function callInModule(runner: Call, scope: Scope): CallSite {
  const args: Slot[] = [];
  const keywords = new Map<string, Slot>();
  let open: CallSite['open'];
  for (const argument of runner.args) {
    const valueAt = placeOf(scope, argument.value);
    const value = evaluated(argument.value, scope);
    if (argument.form === 'positional') args.push(element(value, valueAt));
    else if (argument.form === 'keyword' && argument.name !== undefined) {
      const keyAt = argument.nameSpan && placeOf(scope, argument.nameSpan);
      keywords.set(argument.name, {
        key: str(argument.name, keyAt),
        value,
        at: placeOf(scope, argument),
        keyAt,
        valueAt,
        overrides: undefined,
      });
    } else open ??= unknownAt(scope, argument, 'the call passes on arguments that cannot be known here');
  }
  return { args, keywords, open, at: placeOf(scope, runner) };
}

function evaluated(expression: Expression, scope: Scope): Slot['value'] {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof PythonError) return unknownAt(scope, expression, `Python raises ${error.errorName} here`);
    if (error instanceof BudgetExceeded || error instanceof RangeError)
      return unknownAt(scope, expression, error.message);
    throw error;
  }
}

function configOf(call: CallSite): DictValue {
  const config = dict(call.at, 'ConfigDict');
  config.open = call.open;
  for (const [index, slot] of call.args.entries()) {
    const name = RUNNER_PARAMETERS[index];
    if (name !== undefined) config.entries.set(name, { ...slot, key: str(name) });
  }
  for (const [name, slot] of call.keywords) config.entries.set(name, slot);
  forgetEndless(config, () => {});
  return config;
}

/** Settings that the module makes under the name of a parameter of `Runner` and that nothing in the file reads. */
function unusedVariables(module: Module, scope: Scope): RunnerCall['unusedVariables'] {
  const set = new Map<string, Place>();
  for (const statement of module.body) {
    const target = statement.kind === 'Assign' && statement.targets.length === 1 ? statement.targets[0] : undefined;
    if (target?.kind === 'Name' && RUNNER_PARAMETERS.includes(target.id)) set.set(target.id, placeOf(scope, target));
  }
  if (set.size === 0) return [];
  const read = new Set<string>();
  collectNames(module.body, read);
  return [...set].flatMap(([name, at]) => {
    const slot = scope.names.get(name);
    return read.has(name) || !slot ? [] : [{ name, at, slot }];
  });
}

/** Every name that is read anywhere, found by walking the plain objects of the tree; assigned names alone do not count. */
function collectNames(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collectNames(item, names);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { kind } = node as { kind?: string };
  if (kind === 'Name') {
    names.add((node as { id: string }).id);
    return;
  }
  if (kind === 'UnsupportedStatement')
    for (const name of (node as Statement & { kind: 'UnsupportedStatement' }).binds) names.add(name);
  for (const [key, value] of Object.entries(inFull(node))) {
    if (kind === 'Assign' && key === 'targets')
      collectNames(
        (value as Expression[]).filter((target) => target.kind !== 'Name'),
        names,
      );
    else collectNames(value, names);
  }
}
