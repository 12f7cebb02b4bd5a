import type { Node } from 'web-tree-sitter';
import type { Span } from '../../text/source.ts';
import type {
  Argument,
  BinaryOperator,
  Comparison,
  ComparisonOperator,
  Comprehension,
  ComprehensionClause,
  DictItem,
  Expression,
  Name,
  Parameter,
  UnaryOperation,
} from '../syntax.ts';
import { childrenOf, type LoweringContext } from './context.ts';
import { parseNumber } from './literals.ts';
import { refuseBareWalrus, refuseEmptyPlaces, refuseOutsideFunction, refuseParameters } from './refused.ts';
import { lowerString } from './strings.ts';

/** An expression where a `*x` is not allowed. */
export function lowerExpression(node: Node | null, context: LoweringContext): Expression {
  const expression = lowerElement(node, context);
  if (expression.kind === 'Starred' && node) context.problem(node, "can't use starred expression here");
  return expression;
}

/** An expression, or `*x`. */
export function lowerElement(node: Node | null, context: LoweringContext): Expression {
  if (node === null) return broken({ start: 0, end: 0 });
  const lowered = context.nested(() => lowerNode(node, context));
  if (lowered !== undefined) return lowered;
  return { kind: 'Unsupported', what: 'an expression that nests too deep', broken: false, ...context.span(node) };
}

/** One or more expressions after each other: a tuple without brackets when there are several, or a trailing comma. */
export function lowerSequence(nodes: readonly Node[], parent: Node, context: LoweringContext): Expression {
  const [first] = nodes;
  if (first === undefined) return broken(context.span(parent));
  const last = nodes.at(-1) as Node;
  const trailingComma = parent.type !== 'expression_list' && nodes.length === 1 && hasComma(parent);
  if (nodes.length === 1 && !trailingComma) return lowerExpression(first, context);
  return {
    kind: 'Tuple',
    elements: nodes.map((node) => lowerElement(node, context)),
    parenthesized: false,
    ...context.map(first.startIndex, trailingComma ? parent.endIndex : last.endIndex),
  };
}

function hasComma(node: Node): boolean {
  return node.children.some((child) => child !== null && !child.isNamed && child.type === ',');
}

function lowerNode(node: Node, context: LoweringContext): Expression {
  const { type } = node;
  switch (type) {
    case 'identifier':
    case 'keyword_identifier':
      return lowerName(node, context);
    case 'integer':
    case 'float':
      return lowerNumber(node, context);
    case 'string':
    case 'concatenated_string':
      return lowerString(node, context);
    case 'true':
      return { kind: 'Constant', value: 'True', ...context.span(node) };
    case 'false':
      return { kind: 'Constant', value: 'False', ...context.span(node) };
    case 'none':
      return { kind: 'Constant', value: 'None', ...context.span(node) };
    case 'ellipsis':
      return { kind: 'Constant', value: 'Ellipsis', ...context.span(node) };
    case 'list':
    case 'list_pattern':
      return { kind: 'List', elements: elements(node, context), ...context.span(node) };
    case 'tuple_pattern': {
      const parts = elements(node, context);
      const [only] = parts;
      if (only && parts.length === 1 && !hasComma(node)) return only;
      return { kind: 'Tuple', elements: parts, parenthesized: true, ...context.span(node) };
    }
    case 'tuple':
      if (childrenOf(node)[0]?.type === 'list_splat' && !hasComma(node))
        context.problem(node, 'cannot use starred expression here');
      return { kind: 'Tuple', elements: elements(node, context), parenthesized: true, ...context.span(node) };
    case 'expression_list':
    case 'pattern_list':
      return { kind: 'Tuple', elements: elements(node, context), parenthesized: false, ...context.span(node) };
    case 'set':
      return { kind: 'Set', elements: elements(node, context), ...context.span(node) };
    case 'dictionary':
      return { kind: 'Dict', items: childrenOf(node).map((item) => lowerItem(item, context)), ...context.span(node) };
    case 'parenthesized_expression':
      return lowerParenthesized(node, context);
    case 'call':
      return lowerCall(node, context);
    case 'attribute': {
      const name = node.childForFieldName('attribute');
      return underStar(node, node.childForFieldName('object'), context, (object) => ({
        kind: 'Attribute',
        object,
        name: name ? normalized(context.source(name)) : '',
        nameSpan: context.span(name ?? node),
        ...context.span(node),
      }));
    }
    case 'subscript':
      return lowerSubscript(node, context);
    case 'slice':
      return lowerSlice(node, context);
    case 'unary_operator':
      return {
        kind: 'Unary',
        operator: operatorOf(node, context) as UnaryOperation['operator'],
        operand: lowerExpression(node.childForFieldName('argument'), context),
        ...context.span(node),
      };
    case 'not_operator':
      return {
        kind: 'Unary',
        operator: 'not',
        operand: lowerExpression(node.childForFieldName('argument'), context),
        ...context.span(node),
      };
    case 'binary_operator':
      return underStar(node, node.childForFieldName('left'), context, (left) => ({
        kind: 'Binary',
        operator: operatorOf(node, context) as BinaryOperator,
        left,
        right: lowerExpression(node.childForFieldName('right'), context),
        ...context.span(node),
      }));
    case 'boolean_operator':
      return {
        kind: 'Boolean',
        operator: operatorOf(node, context) as 'and' | 'or',
        left: lowerExpression(node.childForFieldName('left'), context),
        right: lowerExpression(node.childForFieldName('right'), context),
        ...context.span(node),
      };
    case 'comparison_operator':
      return lowerComparison(node, context);
    case 'conditional_expression': {
      const [body, test, orElse] = childrenOf(node);
      return {
        kind: 'Conditional',
        test: lowerExpression(test ?? null, context),
        body: lowerExpression(body ?? null, context),
        orElse: lowerExpression(orElse ?? null, context),
        ...context.span(node),
      };
    }
    case 'lambda':
      return {
        kind: 'Lambda',
        parameters: lowerParameters(node.childForFieldName('parameters'), context),
        body: lowerExpression(node.childForFieldName('body'), context),
        ...context.span(node),
      };
    case 'list_comprehension':
      return lowerComprehension(node, 'list', context);
    case 'set_comprehension':
      return lowerComprehension(node, 'set', context);
    case 'dictionary_comprehension':
      return lowerComprehension(node, 'dict', context);
    case 'generator_expression':
      return lowerComprehension(node, 'generator', context);
    case 'list_splat':
    case 'list_splat_pattern':
    case 'parenthesized_list_splat':
      if (type === 'parenthesized_list_splat') context.problem(node, 'cannot use starred expression here');
      return { kind: 'Starred', value: lowerExpression(childrenOf(node)[0] ?? null, context), ...context.span(node) };
    case 'named_expression': {
      refuseBareWalrus(node, context);
      const name = node.childForFieldName('name');
      return {
        kind: 'Named',
        target: name ? lowerName(name, context) : { kind: 'Name', id: '', ...context.span(node) },
        value: lowerExpression(node.childForFieldName('value'), context),
        ...context.span(node),
      };
    }
    case 'ERROR':
      return broken(context.span(node));
    default:
      if (type === 'yield' || type === 'await') refuseOutsideFunction(node, context);
      return {
        kind: 'Unsupported',
        what: `a Python \`${type.replaceAll('_', ' ')}\``,
        broken: false,
        ...context.span(node),
      };
  }
}

/** The grammar reads `*a.b` as `(*a).b`; Python's star takes the whole expression, so it moves outwards. */
function underStar(
  node: Node,
  inner: Node | null,
  context: LoweringContext,
  build: (inner: Expression) => Expression,
): Expression {
  const lowered = lowerElement(inner, context);
  if (lowered.kind !== 'Starred' || inner?.startIndex !== node.startIndex) return build(lowered);
  const { start } = lowered.value;
  return { kind: 'Starred', value: { ...build(lowered.value), start }, ...context.span(node) };
}

function broken(span: Span): Expression {
  return { kind: 'Unsupported', what: 'code that is not Python', broken: true, ...span };
}

function lowerName(node: Node, context: LoweringContext): Name {
  return { kind: 'Name', id: normalized(context.source(node)), ...context.span(node) };
}

/** The form in which Python compares identifiers. */
function normalized(identifier: string): string {
  return /^\w+$/.test(identifier) ? identifier : identifier.normalize('NFKC');
}

function lowerNumber(node: Node, context: LoweringContext): Expression {
  const parsed = parseNumber(context.source(node));
  if (parsed) return { kind: 'Number', ...parsed, ...context.span(node) };
  context.problem(node, `\`${context.source(node)}\` is not a number in Python 3.`);
  return broken(context.span(node));
}

function elements(node: Node, context: LoweringContext): Expression[] {
  return childrenOf(node).map((child) => lowerElement(child, context));
}

function lowerParenthesized(node: Node, context: LoweringContext): Expression {
  const inner = lowerExpression(childrenOf(node)[0] ?? null, context);
  // The span with the brackets is what an edit has to replace; for a tuple the grammar has its own node.
  return { ...inner, ...context.span(node) };
}

function lowerItem(node: Node, context: LoweringContext): DictItem {
  if (node.type === 'dictionary_splat')
    return { key: undefined, value: lowerExpression(childrenOf(node)[0] ?? null, context), ...context.span(node) };
  return {
    key: lowerExpression(node.childForFieldName('key'), context),
    value: lowerExpression(node.childForFieldName('value'), context),
    ...context.span(node),
  };
}

function lowerCall(node: Node, context: LoweringContext): Expression {
  const argumentsNode = node.childForFieldName('arguments') ?? node;
  return underStar(node, node.childForFieldName('function'), context, (callee) => ({
    kind: 'Call',
    callee,
    args: argumentsNode === node ? [] : callArguments(argumentsNode, context),
    argsSpan: context.span(argumentsNode),
    ...context.span(node),
  }));
}

function callArguments(node: Node, context: LoweringContext): Argument[] {
  if (node.type !== 'generator_expression') return lowerArguments(node, context);
  const value = lowerElement(node, context);
  return [{ form: 'positional', name: undefined, nameSpan: undefined, value, start: value.start, end: value.end }];
}

/** The arguments of a call or the bases of a class, checked for the order and the repetitions that Python refuses. */
export function lowerArguments(node: Node, context: LoweringContext): Argument[] {
  refuseEmptyPlaces(node, context);
  const names = new Set<string>();
  let keywordSeen: 'keyword' | 'double-star' | undefined;
  return childrenOf(node).map((child): Argument => {
    switch (child.type) {
      case 'keyword_argument': {
        const nameNode = child.childForFieldName('name');
        const name = nameNode ? context.source(nameNode) : '';
        if (names.has(name)) context.problem(child, `keyword argument repeated: ${name}`);
        names.add(name);
        keywordSeen ??= 'keyword';
        return {
          form: 'keyword',
          name,
          nameSpan: nameNode ? context.span(nameNode) : undefined,
          value: lowerExpression(child.childForFieldName('value'), context),
          ...context.span(child),
        };
      }
      case 'dictionary_splat':
        keywordSeen = 'double-star';
        return {
          form: 'double-star',
          name: undefined,
          nameSpan: undefined,
          value: lowerExpression(childrenOf(child)[0] ?? null, context),
          ...context.span(child),
        };
      case 'list_splat':
        if (keywordSeen === 'double-star')
          context.problem(child, 'iterable argument unpacking follows keyword argument unpacking');
        return {
          form: 'star',
          name: undefined,
          nameSpan: undefined,
          value: lowerExpression(childrenOf(child)[0] ?? null, context),
          ...context.span(child),
        };
      default: {
        if (keywordSeen === 'keyword') context.problem(child, 'positional argument follows keyword argument');
        if (keywordSeen === 'double-star')
          context.problem(child, 'positional argument follows keyword argument unpacking');
        const value = lowerElement(child, context);
        return { form: 'positional', name: undefined, nameSpan: undefined, value, ...context.span(child) };
      }
    }
  });
}

function lowerSubscript(node: Node, context: LoweringContext): Expression {
  const object = node.childForFieldName('value');
  const indices = childrenOf(node).slice(1);
  const [first] = indices;
  const single = indices.length === 1 && !hasComma(node);
  return underStar(node, object, context, (value) => ({
    kind: 'Subscript',
    object: value,
    index:
      first === undefined
        ? broken(context.span(node))
        : single
          ? lowerExpression(first, context)
          : {
              kind: 'Tuple',
              elements: indices.map((index) => lowerElement(index, context)),
              parenthesized: false,
              ...context.map(first.startIndex, (indices.at(-1) as Node).endIndex),
            },
    ...context.span(node),
  }));
}

function lowerSlice(node: Node, context: LoweringContext): Expression {
  const parts: (Expression | undefined)[] = [undefined, undefined, undefined];
  let part = 0;
  for (const child of node.children) {
    if (child === null) continue;
    if (!child.isNamed && child.type === ':') part++;
    else if (child.isNamed && child.type !== 'comment' && child.type !== 'line_continuation')
      parts[part] = lowerExpression(child, context);
  }
  return { kind: 'Slice', lower: parts[0], upper: parts[1], step: parts[2], ...context.span(node) };
}

function operatorOf(node: Node, context: LoweringContext): string {
  const operator = node.childForFieldName('operator');
  return operator ? context.source(operator) : '';
}

function lowerComparison(node: Node, context: LoweringContext): Comparison {
  const [left, ...operands] = childrenOf(node);
  const operators = node.childrenForFieldName('operators').flatMap((operator) => {
    const text = operator ? context.source(operator).replace(/\s+/g, ' ') : '';
    return text === '' ? [] : [text];
  });
  if (operators.includes('<>')) context.problem(node, '`<>` is not Python 3; write `!=`.');
  const rest = operands.map((operand, index) => ({
    operator: (operators[index] ?? '==') as ComparisonOperator,
    right: lowerExpression(operand, context),
  }));
  return { kind: 'Comparison', left: lowerExpression(left ?? null, context), rest, ...context.span(node) };
}

function lowerComprehension(node: Node, result: Comprehension['result'], context: LoweringContext): Comprehension {
  const body = node.childForFieldName('body');
  const clauses: { target: Expression; iterable: Expression; conditions: Expression[]; start: number; end: number }[] =
    [];
  for (const child of childrenOf(node)) {
    if (child.type === 'for_in_clause') clauses.push({ ...lowerClause(child, context), conditions: [] });
    else if (child.type === 'if_clause')
      clauses.at(-1)?.conditions.push(lowerExpression(childrenOf(child)[0] ?? null, context));
  }
  const pair = body?.type === 'pair' ? body : undefined;
  return {
    kind: 'Comprehension',
    result,
    element: lowerExpression(pair ? pair.childForFieldName('key') : body, context),
    value: pair ? lowerExpression(pair.childForFieldName('value'), context) : undefined,
    clauses,
    ...context.span(node),
  };
}

function lowerClause(node: Node, context: LoweringContext): Omit<ComprehensionClause, 'conditions'> {
  const right = node.childrenForFieldName('right').filter((child): child is Node => child?.isNamed === true);
  if (right.length > 1) context.problem(node, 'invalid syntax');
  return {
    target: lowerElement(node.childForFieldName('left'), context),
    iterable: lowerSequence(right, node, context),
    ...context.span(node),
  };
}

/** Parameters of a function or a lambda. */
export function lowerParameters(node: Node | null, context: LoweringContext): Parameter[] {
  if (node === null) return [];
  refuseParameters(childrenOf(node), context);
  const parameters: Parameter[] = [];
  let afterStar = false;
  const names = new Set<string>();
  const add = (child: Node, nameNode: Node | null, value: Node | null, style: Parameter['style']): void => {
    const name = nameNode ? context.source(nameNode) : '';
    if (names.has(name)) context.problem(child, `duplicate argument '${name}' in function definition`);
    names.add(name);
    const previous = parameters.at(-1);
    if (style === 'positional' && value === null && previous?.style === 'positional' && previous.default !== undefined)
      context.problem(child, 'non-default argument follows default argument');
    parameters.push({
      name,
      default: value ? lowerExpression(value, context) : undefined,
      style,
      ...context.span(child),
    });
  };
  for (const child of childrenOf(node)) {
    const plain = afterStar ? 'keyword-only' : 'positional';
    switch (child.type) {
      case 'identifier':
        add(child, child, null, plain);
        break;
      case 'typed_parameter': {
        const inner = childrenOf(child)[0] ?? null;
        if (inner?.type === 'list_splat_pattern') {
          add(child, childrenOf(inner)[0] ?? null, null, 'var-positional');
          afterStar = true;
        } else if (inner?.type === 'dictionary_splat_pattern')
          add(child, childrenOf(inner)[0] ?? null, null, 'var-keyword');
        else add(child, inner, null, plain);
        break;
      }
      case 'default_parameter':
      case 'typed_default_parameter':
        add(child, child.childForFieldName('name'), child.childForFieldName('value'), plain);
        break;
      case 'list_splat_pattern':
        add(child, childrenOf(child)[0] ?? null, null, 'var-positional');
        afterStar = true;
        break;
      case 'dictionary_splat_pattern':
        add(child, childrenOf(child)[0] ?? null, null, 'var-keyword');
        break;
      case 'keyword_separator':
        afterStar = true;
        break;
      case 'positional_separator':
        for (const [index, parameter] of parameters.entries())
          parameters[index] = { ...parameter, style: 'positional-only' };
        break;
    }
  }
  return parameters;
}
