/** Classic configs: `_base_`, merging and `{{ … }}` (mmengine/config/config.py: `Config._file2dict`). */
import { type Expression, type Module, replaceSets, type Statement, type StringLiteral } from '../python/index.ts';
import type { SourceText } from '../text/source.ts';
import { inheritBases, mergeIntoBases, ownCopy } from './bases.ts';
import { isBaseAssignment } from './detect.ts';
import { evaluate } from './evaluate/expressions.ts';
import { BudgetExceeded, PythonError, placeOf, type Scope, typeName } from './evaluate/runtime.ts';
import { executeModule } from './evaluate/statements.ts';
import { type EvaluatedFile, implicitSlot, moduleScope, Refusals, startOf } from './evaluated.ts';
import type { ConfigHost } from './host.ts';
import { standardImports } from './imports.ts';
import { forgetEndless } from './nesting.ts';
import { asItStands, type SubstitutedText, substitutePlaceholders } from './placeholders.ts';
import type { FileReader } from './reader.ts';
import { BASE_KEY, useOfBase } from './useOfBase.ts';
import { dict, element, type Slot, str, unknown, type Value } from './values.ts';

const DEPRECATION_KEY = '_deprecation_';
/** Python puts it into every module that it runs. */
const BUILTINS_KEY = '__builtins__';

/**
 * Evaluates a classic config with its bases.
 * @param written the tree of the text as it stands, before placeholders are replaced.
 */
export function evaluateClassic(source: SourceText, written: Module, reader: FileReader): EvaluatedFile {
  const { host } = reader;
  const refusals = new Refusals();
  refusals.addSyntax(source.path, written.errors);
  const { module, substituted } = substitutedModule(source, written, reader, refusals);
  const scope = moduleScope(source.path, host.environment);
  const baseStatement = module.body.find(isBaseAssignment);
  const references = baseStatement?.kind === 'Assign' ? baseReferences(baseStatement.value, scope, refusals) : [];
  const inherited = inheritBases(references, source.path, reader, refusals);

  const body = withoutBaseAssignments(module.body, refusals, source.path);
  const variables = substituted.baseVariables.values();
  const { used, isMentioned } = useOfBase(body, source.text, variables, inherited.config);
  const base = ownCopy(inherited.config, used, scope.runtime.budget);
  scope.names.set(BASE_KEY, implicitSlot(str(BASE_KEY), base));
  scope.names.set(BUILTINS_KEY, implicitSlot(str(BUILTINS_KEY), unknown('it holds what Python has built in')));
  for (const error of executeModule(body, scope, standardImports).errors) refusals.addError(error);

  const own = dict({ path: source.path, start: 0, end: 0 });
  own.literals = [];
  own.open = scope.runtime.namespace.open;
  scope.names.forEach((slot, name) => {
    if (isConfigEntry(name, slot.value)) own.entries.set(name, slot);
  });
  refusals.addEndless(own, startOf(source), ({ value, at, valueAt }, name, what) =>
    refusals.add(
      'config-evaluation',
      'TypeError',
      `\`${name}\` ${what === value ? 'is' : 'holds'} a ${typeName(what)}, which MMEngine cannot copy: it stops with a TypeError.${what.kind === 'module' ? '' : ' Make a list of it.'}`,
      valueAt ?? at ?? startOf(source),
    ),
  );
  const config = mergeIntoBases(own, base, substituted.baseVariables, refusals, source.path, isMentioned);
  // MMEngine loads what was put into itself by way of `_base_`, and nothing can be said of it.
  if (isMentioned) forgetEndless(config, () => {});
  return {
    path: source.path,
    style: 'classic',
    config,
    imported: new Set(),
    refusals: refusals.list,
    bases: inherited.bases,
    dependencies: inherited.dependencies,
    module: written,
  };
}

function substitutedModule(
  source: SourceText,
  written: Module,
  { host }: FileReader,
  refusals: Refusals,
): { module: Module; substituted: SubstitutedText } {
  let substituted = asItStands(source.text);
  try {
    substituted = substitutePlaceholders(source.path, source.text, host.environment);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    refusals.addError(error);
  }
  // A broken text is refused as it stands; with its placeholders in it, it says as much as it can.
  if (substituted.text === source.text || written.errors.length > 0) return { module: written, substituted };
  const module =
    substitutedParts(written, substituted, host) ?? host.parseSubstituted(substituted.text, substituted.originalSpan);
  refusals.addSyntax(source.path, module.errors);
  return { module, substituted };
}

/** What ends a line, joins two, or hides the rest of one: a text with it can reach beyond its statement. */
const REACHES_FAR = /[\n\r\\#]/;

/** Only the statements with placeholders parsed again; undefined where that may not be the same as parsing the whole. */
function substitutedParts(written: Module, substituted: SubstitutedText, host: ConfigHost): Module | undefined {
  const { replacements } = substituted;
  if (replacements.some(({ text }) => REACHES_FAR.test(text))) return undefined;
  const body: Statement[] = [];
  for (const statement of written.body) {
    const { start, end } = statement;
    const inside = replacements.filter((each) => each.start < end && each.end > start);
    if (inside.length === 0) {
      body.push(statement);
      continue;
    }
    if (inside.some((each) => each.start < start || each.end > end)) return undefined;
    const inPlace = withBaseVariables(statement, inside, substituted.baseVariables);
    if (inPlace) {
      body.push(inPlace);
      continue;
    }
    const { text, originalSpan } = substituted.part(statement);
    const module = host.parseSubstituted(text, originalSpan);
    if (module.errors.length > 0) return undefined;
    body.push(...module.body);
  }
  return { ...written, body };
}

/** Base variables that stand where an expression stands (`x={{_base_.y}}`, by itself a set in a set) are strings in its place. */
function withBaseVariables(
  statement: Statement,
  replacements: SubstitutedText['replacements'],
  baseVariables: SubstitutedText['baseVariables'],
): Statement | undefined {
  const strings: StringLiteral[] = [];
  for (const { text, start, end } of replacements) {
    const value = text.slice(1, -1);
    if (!baseVariables.has(value)) return undefined;
    strings.push({ kind: 'String', value, bytes: false, start, end });
  }
  return replaceSets(statement, strings);
}

/** MMEngine evaluates the expression alone, with the built-in names only. */
function baseReferences(expression: Expression, scope: Scope, refusals: Refusals): readonly Slot[] {
  try {
    const value = evaluate(expression, scope);
    return value.kind === 'list' ? value.items : [element(value, placeOf(scope, expression))];
  } catch (error) {
    if (error instanceof BudgetExceeded || error instanceof RangeError)
      return [element(unknown('it takes too much work to evaluate', placeOf(scope, expression)))];
    if (!(error instanceof PythonError)) throw error;
    refusals.addError(error, error.errorName === 'NameError' ? 'config-base-not-found' : undefined);
    return [element(unknown(`Python raises ${error.errorName} here`, error.place))];
  }
}

/** MMEngine drops every assignment to `_base_`, under an `if` too (`RemoveAssignFromAST`), whose body must not end up empty. */
function withoutBaseAssignments(body: readonly Statement[], refusals: Refusals, path: string): readonly Statement[] {
  return body
    .filter((statement) => !isBaseAssignment(statement))
    .map((statement) => {
      if (statement.kind !== 'If') return statement;
      const inner = withoutBaseAssignments(statement.body, refusals, path);
      if (inner.length === 0)
        refusals.add(
          'config-evaluation',
          'ValueError',
          'MMEngine reads `_base_` only at the top level of a config and takes it out everywhere else. Nothing is left under this `if`, and it stops with a ValueError. Set `_base_` once, outside.',
          { path, start: statement.start, end: statement.end },
        );
      return { ...statement, body: inner, orElse: withoutBaseAssignments(statement.orElse, refusals, path) };
    });
}

/** Names that start with `__`, functions and modules are no part of a config. */
function isConfigEntry(name: string, value: Value): boolean {
  if (name.startsWith('__') || name === BASE_KEY || name === DEPRECATION_KEY) return false;
  return value.kind !== 'module' && !(value.kind === 'callable' && value.type === 'function');
}
