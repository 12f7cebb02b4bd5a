/** What Python knows of a function before it runs: which names are its own, and whether it is a generator. */
import type { Comprehension, Expression, FunctionDef, Lambda, Name, Statement } from '../../python/index.ts';
import { oncePer } from '../../text/oncePer.ts';

/** The names that Python looks for in the function or comprehension alone, whether they are bound yet or not; parameters apart. */
export const localNames = oncePer((node: FunctionDef | Lambda | Comprehension): ReadonlySet<string> => {
  if (node.kind === 'Comprehension') return new Set(node.clauses.flatMap(({ target }) => targetNames(target)));
  const bound = new Set(walrusNames(node.body));
  if (node.kind === 'FunctionDef') {
    for (const name of boundNames(node.body)) bound.add(name);
    for (const name of elsewhere(node.body)) bound.delete(name);
  }
  return bound;
});

/** Calling it runs nothing yet. */
export const isGenerator = oncePer(({ body }: FunctionDef): boolean =>
  nodesIn(body).some((node) => node.kind === 'Unsupported' && /\byield\b/.test(String(node.what))),
);

/**
 * The names that statements bind.
 * @param namesIn those of one target
 * @param others those of a statement of any other kind
 */
export function boundNames(
  statements: readonly Statement[],
  namesIn: (target: Expression) => readonly string[] = (target) => targetNames(target),
  others: (statement: Statement) => readonly string[] = () => [],
): string[] {
  const within = (body: readonly Statement[]): string[] => boundNames(body, namesIn, others);
  return statements.flatMap((statement): readonly string[] => {
    switch (statement.kind) {
      case 'Assign':
      case 'Delete':
        return statement.targets.flatMap((target) => namesIn(target));
      case 'AnnotatedAssign':
      case 'AugmentedAssign':
        return namesIn(statement.target);
      case 'For':
        return [...namesIn(statement.target), ...within(statement.body), ...within(statement.orElse)];
      case 'If':
      case 'While':
        return [...within(statement.body), ...within(statement.orElse)];
      case 'With':
        return [...statement.items.flatMap(({ target }) => (target ? namesIn(target) : [])), ...within(statement.body)];
      case 'Try':
        return [
          ...statement.handlers.flatMap(({ name, body }) => [...(name === undefined ? [] : [name]), ...within(body)]),
          ...within(statement.body),
          ...within(statement.orElse),
          ...within(statement.finallyBody),
        ];
      case 'FunctionDef':
      case 'ClassDef':
        return [statement.name];
      case 'Import':
        return statement.names.map(({ name, asName }) => asName ?? name.split('.', 1)[0] ?? name);
      case 'ImportFrom':
        return statement.names.map(({ name, asName }) => asName ?? name);
      default:
        return others(statement);
    }
  });
}

/**
 * The names in a target.
 * @param others those of a part that is no name, such as an attribute or an item
 */
export function targetNames(target: Expression, others: (part: Expression) => string[] = () => []): string[] {
  switch (target.kind) {
    case 'Name':
      return [target.id];
    case 'List':
    case 'Tuple':
      return target.elements.flatMap((element) => targetNames(element, others));
    case 'Starred':
      return targetNames(target.value, others);
    default:
      return others(target);
  }
}

/** Names that `global` and `nonlocal` send to other scopes. */
function elsewhere(body: readonly Statement[]): string[] {
  return nodesIn(body).flatMap(({ kind, names }) =>
    kind === 'Global' || kind === 'Nonlocal' ? (names as readonly string[]) : [],
  );
}

function walrusNames(body: unknown): string[] {
  return nodesIn(body).flatMap(({ kind, target }) =>
    kind === 'Named' && typeof target === 'object' && target !== null && 'id' in target ? [String(target.id)] : [],
  );
}

type Node = Readonly<Record<string, unknown>>;

/** All nodes below one, those of functions and classes in there apart. */
export function nodesIn(node: unknown, found: Node[] = []): Node[] {
  if (Array.isArray(node)) for (const each of node) nodesIn(each, found);
  else if (typeof node === 'object' && node !== null) {
    const { kind } = node as Node;
    if (kind === 'FunctionDef' || kind === 'ClassDef' || kind === 'Lambda') return found;
    found.push(node as Node);
    for (const part of Object.values(node)) nodesIn(part, found);
  }
  return found;
}

export function isName(node: object): node is Name {
  return 'kind' in node && node.kind === 'Name';
}
