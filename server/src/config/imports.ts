/** Imports of the standard library, as classic configs and lazy ones both execute them. */
import type { Alias, Import, ImportFrom } from '../python/index.ts';
import { PythonError, placeOf, type Scope, unknownAt } from './evaluate/runtime.ts';
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
};

export function importModules(statement: Import, scope: Scope): void {
  for (const alias of statement.names) {
    const [top = alias.name] = alias.name.split('.');
    const name = alias.asName === undefined ? top : alias.name;
    bindImport(alias, alias.asName ?? top, moduleValue(name, scope), scope);
  }
}

export function importNames(statement: ImportFrom, scope: Scope): void {
  const name = '.'.repeat(statement.level) + (statement.module ?? '');
  if (statement.level > 0 && !scope.runtime.isScript)
    throw new PythonError('KeyError', "'__name__' not in globals", placeOf(scope, statement));
  const members = moduleValue(name, scope);
  for (const alias of statement.names) {
    const known = members.kind === 'module' ? members.members.get(alias.name) : undefined;
    bindImport(
      alias,
      alias.asName ?? alias.name,
      known ?? unknownAt(scope, alias, `${name}.${alias.name} is not evaluated`),
      scope,
    );
  }
}

/** A module that is not evaluated is still a module: MMEngine leaves it out of the config. */
function moduleValue(name: string, scope: Scope): Value {
  const known = standardModule(name, scope.runtime);
  if (known) return known;
  // Only inside a block, since at the top level it makes the config a lazy one.
  if (!scope.runtime.isScript && !isStandardModule(name))
    return unknown(`whether ${name} can be imported depends on the machine that trains`);
  return { kind: 'module', name, members: new Map(), at: undefined };
}

export function bindImport(alias: Alias, name: string, value: Value, scope: Scope): void {
  const at = placeOf(scope, alias);
  bindName({ kind: 'Name', id: name, start: alias.start, end: alias.end }, element(value, at), scope);
}
