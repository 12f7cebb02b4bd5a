/** Imports of the standard library, as classic configs and lazy ones both execute them. */
import type { Alias, Import, ImportFrom } from '../python/index.ts';
import type { Place } from '../text/source.ts';
import { PythonError, placeOf, type Scope, unknownAt } from './evaluate/runtime.ts';
import { isMissingName, standardName, starNames } from './evaluate/standardNames.ts';
import type { Imports } from './evaluate/statements.ts';
import { standardModule } from './evaluate/stdlib.ts';
import { bindName } from './evaluate/targets.ts';
import { isStandardModule } from './packages/stdlib.ts';
import { element, unknown, type Value } from './values.ts';

export const standardImports: Imports = {
  execute(statement, scope) {
    if (statement.kind === 'Import') importModules(statement, scope);
    else importNames(statement, scope);
  },
  mayFail(statement) {
    const names = statement.kind === 'Import' ? statement.names.map((alias) => alias.name) : [statement.module ?? ''];
    return names.some((name) => !isStandardModule(name));
  },
};

/** `import a.b`, `import a.b as c` */
export function importModules(statement: Import, scope: Scope): void {
  for (const alias of statement.names) {
    const [top = alias.name] = alias.name.split('.');
    const name = alias.asName === undefined ? top : alias.name;
    bindImport(alias, alias.asName ?? top, moduleValue(name, scope), scope);
  }
}

/** `from a import b`; throws ImportError where no version of the module has the name. */
export function importNames(statement: ImportFrom, scope: Scope): void {
  const name = '.'.repeat(statement.level) + (statement.module ?? '');
  if (statement.level > 0 && !scope.runtime.isScript)
    throw new PythonError('KeyError', "'__name__' not in globals", placeOf(scope, statement));
  const module = moduleValue(name, scope);
  for (const alias of statement.names) {
    if (alias.name === '*') importAll(alias, name, module, scope);
    else bindImport(alias, alias.asName ?? alias.name, memberOf(module, name, alias, scope), scope);
  }
}

function memberOf(module: Value, moduleName: string, alias: Alias, scope: Scope): Value {
  const known = module.kind === 'module' ? module.members.get(alias.name) : undefined;
  if (known) return known;
  if (isMissingName(moduleName, alias.name))
    throw new PythonError(
      'ImportError',
      `cannot import name '${alias.name}' from '${moduleName}'`,
      placeOf(scope, alias),
    );
  return withPlace(standardName(moduleName, alias.name), placeOf(scope, alias));
}

function withPlace(value: Value, at: Place): Value {
  return value.kind === 'unknown' ? unknown(value.reason, at) : value;
}

function importAll(alias: Alias, name: string, module: Value, scope: Scope): void {
  const names = starNames(name);
  if (!names) {
    scope.runtime.namespace.open ??= unknownAt(scope, alias, `what ${name} holds is not known`);
    return;
  }
  for (const each of names) bindImport(alias, each, memberOf(module, name, { ...alias, name: each }, scope), scope);
}

/** A module that is not evaluated is still a module: MMEngine leaves it out of the config. */
function moduleValue(name: string, scope: Scope): Value {
  return standardModule(name, scope.runtime) ?? { kind: 'module', name, members: new Map(), at: undefined };
}

/** Binds what an import gives to its name. */
export function bindImport(alias: Alias, name: string, value: Value, scope: Scope): void {
  const at = placeOf(scope, alias);
  bindName({ kind: 'Name', id: name, start: alias.start, end: alias.end }, element(value, at), scope);
}
