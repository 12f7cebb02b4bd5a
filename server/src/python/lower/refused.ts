/** What Python refuses although the grammar makes sense of it. */
import type { Node } from 'web-tree-sitter';
import type { Expression } from '../syntax.ts';
import type { LoweringContext } from './context.ts';

/** A comma with nothing before it, as in `dict(,)`. */
export function refuseEmptyPlaces(node: Node, context: LoweringContext): void {
  for (const [index, child] of node.children.entries())
    if (child?.type === ',' && !node.children[index - 1]?.isNamed) context.problem(child, 'invalid syntax');
}

/** `from x import a, b,` without brackets. */
export function refuseTrailingComma(node: Node, context: LoweringContext): void {
  const last = node.children.at(-1);
  if (last?.type === ',') context.problem(last, 'trailing comma not allowed without surrounding parentheses');
}

/** `:=` without brackets, where it would look like something else. */
export function refuseBareWalrus(node: Node, context: LoweringContext): void {
  const { parent } = node;
  if (parent && NO_WALRUS.has(parent.type)) context.problem(node, 'invalid syntax');
}

const NO_WALRUS = new Set(
  'assignment conditional_expression expression_statement keyword_argument lambda pair'.split(' '),
);

/** `yield` and `await` where no function is. */
export function refuseOutsideFunction(node: Node, context: LoweringContext): void {
  for (let around = node.parent; around; around = around.parent)
    if (around.type === 'function_definition' || around.type === 'lambda') return;
  context.problem(node, `'${node.type}' outside function`);
}

/** `*a = x`, and `*a, *b = x`. */
export function refuseStars(target: Expression, node: Node, context: LoweringContext): void {
  if (target.kind === 'Starred') context.problem(node, 'starred assignment target must be in a list or tuple');
  if (target.kind !== 'Tuple' && target.kind !== 'List') return;
  if (target.elements.filter(({ kind }) => kind === 'Starred').length > 1)
    context.problem(node, 'multiple starred expressions in assignment');
}

/** `except` for anything before others, and several kinds without brackets. */
export function refuseHandlers(clauses: readonly Node[], context: LoweringContext): void {
  for (const [index, clause] of clauses.entries()) {
    if (clause.children.some((child) => child?.type === ','))
      context.problem(clause, 'multiple exception types must be parenthesized');
    const isForAll = !clause.children.some(
      (child) => child?.isNamed && child.type !== 'block' && child.type !== 'comment',
    );
    if (isForAll && index < clauses.length - 1) context.problem(clause, "default 'except:' must be last");
  }
}

/** Stars and slashes of a function's parameters. */
export function refuseParameters(parameters: readonly Node[], context: LoweringContext): void {
  const isStar = (node: Node): boolean => node.type === 'list_splat_pattern' || node.type === 'keyword_separator';
  const stars = parameters.filter(isStar);
  if (stars[1]) context.problem(stars[1], '* argument may appear only once');
  const [slash, second] = parameters.filter(({ type }) => type === 'positional_separator');
  if (second) context.problem(second, '/ may appear only once');
  if (slash && slash === parameters[0]) context.problem(slash, 'at least one argument must precede /');
  for (const [index, node] of parameters.entries()) {
    const next = parameters[index + 1];
    if (node.type === 'keyword_separator' && (next === undefined || next.type === 'dictionary_splat_pattern'))
      context.problem(node, 'named arguments must follow bare *');
    if (node.type === 'dictionary_splat_pattern' && next)
      context.problem(next, 'arguments cannot follow var-keyword argument');
  }
}
