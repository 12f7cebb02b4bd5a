import type { Node } from 'web-tree-sitter';
import type {
  Alias,
  Assign,
  BinaryOperator,
  ExceptHandler,
  Expression,
  ImportFrom,
  Statement,
  WithItem,
} from '../syntax.ts';
import { childrenOf, type LoweringContext } from './context.ts';
import { lowerArguments, lowerElement, lowerExpression, lowerParameters, lowerSequence } from './expressions.ts';
import { refuseHandlers, refuseStars, refuseTrailingComma } from './refused.ts';

/** What encloses a statement decides what Python allows in it. */
export interface Surroundings {
  readonly inFunction: boolean;
  readonly inLoop: boolean;
}

export const AT_MODULE: Surroundings = { inFunction: false, inLoop: false };

function lowerBody(node: Node | null, around: Surroundings, context: LoweringContext): Statement[] {
  if (node === null) return [];
  const children = childrenOf(node);
  context.noteLayout(children, undefined);
  return children.flatMap((child) => lowerStatement(child, around, context));
}

export function lowerStatement(node: Node, around: Surroundings, context: LoweringContext): Statement[] {
  const lowered = context.nested(() => lowerNode(node, around, context).map(withoutTrailingComment));
  return lowered ?? [unsupported(node, 'a statement that nests too deep', context)];
}

/** The grammar counts a comment on the last line of a block to the block; Python ends it with its last statement. */
function withoutTrailingComment<T extends Statement>(statement: T): T {
  const end = Math.max(0, ...blocksOf(statement).map((body) => body.at(-1)?.end ?? 0));
  return end === 0 || end === statement.end ? statement : { ...statement, end };
}

function blocksOf(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case 'If':
    case 'For':
    case 'While':
      return [statement.body, statement.orElse.flatMap(branches)];
    case 'With':
    case 'FunctionDef':
    case 'ClassDef':
      return [statement.body];
    case 'Try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.orElse, statement.finallyBody];
    default:
      return [];
  }
}

/** An `elif` ends with its own block, so what follows it has to be asked too. */
function branches(statement: Statement): readonly Statement[] {
  return statement.kind === 'If' ? [statement, ...statement.orElse.flatMap(branches)] : [statement];
}

function lowerNode(node: Node, around: Surroundings, context: LoweringContext): Statement[] {
  const span = context.span(node);
  const { type } = node;
  switch (type) {
    case 'expression_statement':
      return [lowerExpressionStatement(node, context)];
    case 'import_statement':
      return [{ kind: 'Import', names: aliases(node.childrenForFieldName('name'), context), ...span }];
    case 'import_from_statement':
    case 'future_import_statement':
      refuseTrailingComma(node, context);
      return [lowerImportFrom(node, context)];
    case 'if_statement':
      return [lowerIf(node, around, context)];
    case 'for_statement':
    case 'while_statement':
      return [lowerLoop(node, around, context)];
    case 'with_statement':
      return [lowerWith(node, around, context)];
    case 'try_statement':
      return [lowerTry(node, around, context)];
    case 'function_definition':
    case 'class_definition':
      return [lowerDefinition(node, [], context)];
    case 'decorated_definition':
      return [lowerDecorated(node, context)];
    case 'return_statement': {
      if (!around.inFunction) context.problem(node, "'return' outside function");
      const values = childrenOf(node);
      return [{ kind: 'Return', value: values.length > 0 ? lowerSequence(values, node, context) : undefined, ...span }];
    }
    case 'delete_statement': {
      const [target] = childrenOf(node);
      const lowered = lowerElement(target ?? null, context);
      const targets = lowered.kind === 'Tuple' && !lowered.parenthesized ? lowered.elements : [lowered];
      for (const each of targets) checkTarget(each, node, 'delete', context);
      return [{ kind: 'Delete', targets, ...span }];
    }
    case 'assert_statement': {
      const [test, message] = childrenOf(node);
      return [
        {
          kind: 'Assert',
          test: lowerExpression(test ?? null, context),
          message: message ? lowerExpression(message, context) : undefined,
          ...span,
        },
      ];
    }
    case 'raise_statement': {
      const [value] = childrenOf(node);
      if (value?.type === 'expression_list') context.problem(node, 'invalid syntax');
      return [{ kind: 'Raise', value: value ? lowerExpression(value, context) : undefined, ...span }];
    }
    case 'pass_statement':
      return [{ kind: 'Pass', ...span }];
    case 'break_statement':
    case 'continue_statement': {
      const word = type === 'break_statement' ? 'Break' : 'Continue';
      if (!around.inLoop)
        context.problem(node, word === 'Break' ? "'break' outside loop" : "'continue' not properly in loop");
      return [{ kind: word, ...span }];
    }
    case 'global_statement':
    case 'nonlocal_statement': {
      if (type === 'nonlocal_statement' && !around.inFunction)
        context.problem(node, 'nonlocal declaration not allowed at module level');
      const names = childrenOf(node).map((child) => context.source(child));
      return [{ kind: type === 'global_statement' ? 'Global' : 'Nonlocal', names, ...span }];
    }
    case 'print_statement':
    case 'exec_statement': {
      const name = type === 'print_statement' ? 'print' : 'exec';
      context.problem(node, `Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`);
      return [unsupported(node, `Python 2's \`${name}\` statement`, context, true)];
    }
    case 'ERROR':
      return [unsupported(node, 'code that is not Python', context, true)];
    case 'match_statement':
    case 'type_alias_statement':
      return [unsupported(node, `a \`${type === 'match_statement' ? 'match' : 'type'}\` statement`, context)];
    default:
      // What stands between statements after a syntax error: a lone expression, a clause without its head.
      return [unsupported(node, 'code that is not Python', context, node.parent?.hasError ?? true)];
  }
}

function unsupported(node: Node, what: string, context: LoweringContext, broken = false): Statement {
  return { kind: 'UnsupportedStatement', what, broken, binds: boundNames(node, context), ...context.span(node) };
}

/** Names that code of any kind may bind; more than it does bind is harmless, less would not be. */
function boundNames(node: Node, context: LoweringContext): string[] {
  const names = new Set<string>();
  for (const child of node.descendantsOfType('identifier')) if (child) names.add(context.source(child));
  return [...names];
}

function lowerExpressionStatement(node: Node, context: LoweringContext): Statement {
  const children = childrenOf(node);
  const [only] = children;
  const span = context.span(node);
  if (children.length === 1 && only) {
    if (only.type === 'assignment') return lowerAssignment(only, context);
    if (only.type === 'augmented_assignment') {
      const target = lowerExpression(only.childForFieldName('left'), context);
      if (target.kind === 'Tuple' || target.kind === 'List')
        context.problem(only, `'${target.kind.toLowerCase()}' is an illegal expression for augmented assignment`);
      const operator = only.childForFieldName('operator');
      if (/assignment/.test(only.childForFieldName('right')?.type ?? '')) context.problem(only, 'invalid syntax');
      return {
        kind: 'AugmentedAssign',
        target,
        operator: (operator ? context.source(operator).slice(0, -1) : '+') as BinaryOperator,
        value: lowerElement(only.childForFieldName('right'), context),
        ...span,
      };
    }
  }
  return { kind: 'ExpressionStatement', value: lowerSequence(children, node, context), ...span };
}

function lowerAssignment(node: Node, context: LoweringContext): Statement {
  const span = context.span(node);
  const annotation = node.childForFieldName('type');
  const left = lowerElement(node.childForFieldName('left'), context);
  let right = node.childForFieldName('right');
  if (annotation) {
    if (left.kind === 'Tuple' || left.kind === 'List')
      context.problem(node, `only single target (not ${left.kind.toLowerCase()}) can be annotated`);
    if (right && /assignment/.test(right.type)) context.problem(right, 'invalid syntax');
    return {
      kind: 'AnnotatedAssign',
      target: left,
      annotation: lowerExpression(childrenOf(annotation)[0] ?? null, context),
      value: right ? lowerElement(right, context) : undefined,
      ...span,
    };
  }
  const targets: Expression[] = [left];
  while (right?.type === 'assignment') {
    if (right.childForFieldName('type')) context.problem(right, 'invalid syntax');
    targets.push(lowerElement(right.childForFieldName('left'), context));
    right = right.childForFieldName('right');
  }
  if (right?.type === 'augmented_assignment') context.problem(right, 'invalid syntax');
  for (const target of targets) {
    checkTarget(target, node, 'assign to', context);
    refuseStars(target, node, context);
  }
  const value =
    right?.type === 'expression_list' || right?.type === 'pattern_list'
      ? lowerElement(right, context)
      : lowerExpression(right, context);
  return { kind: 'Assign', targets, value, ...span } satisfies Assign;
}

function checkTarget(target: Expression, node: Node, action: string, context: LoweringContext): void {
  switch (target.kind) {
    case 'Name':
      if (target.id === '__debug__') context.problem(node, 'cannot assign to __debug__');
      return;
    case 'Attribute':
    case 'Subscript':
      return;
    case 'Starred':
      if (action === 'delete') context.problem(node, 'cannot delete starred');
      else checkTarget(target.value, node, action, context);
      return;
    case 'Tuple':
    case 'List':
      for (const element of target.elements) checkTarget(element, node, action, context);
      return;
    case 'Unsupported':
      if (target.broken) return;
  }
  context.problem(node, `cannot ${action} ${nounOf(target)}`);
}

function nounOf(expression: Expression): string {
  switch (expression.kind) {
    case 'Call':
      return 'function call';
    case 'Constant':
      return expression.value;
    case 'Number':
    case 'String':
      return 'literal';
    case 'Dict':
      return 'dict literal';
    case 'Set':
      return 'set display';
    default:
      return 'expression';
  }
}

function aliases(nodes: readonly (Node | null)[], context: LoweringContext): Alias[] {
  return nodes.flatMap((node): Alias[] => {
    if (node === null) return [];
    const span = context.span(node);
    const name = node.type === 'aliased_import' ? node.childForFieldName('name') : node;
    const alias = node.type === 'aliased_import' ? node.childForFieldName('alias') : null;
    return [{ name: name ? dotted(name, context) : '', asName: alias ? context.source(alias) : undefined, ...span }];
  });
}

function dotted(node: Node, context: LoweringContext): string {
  return context.source(node).replace(/[\s\\]+/g, '');
}

function lowerImportFrom(node: Node, context: LoweringContext): ImportFrom {
  const span = context.span(node);
  const moduleNode = node.childForFieldName('module_name');
  const written = moduleNode
    ? dotted(moduleNode, context)
    : node.type === 'future_import_statement'
      ? '__future__'
      : '';
  const level = /^\.*/.exec(written)?.[0].length ?? 0;
  const star = childrenOf(node).find((child) => child.type === 'wildcard_import');
  return {
    kind: 'ImportFrom',
    level,
    module: written.slice(level) === '' ? undefined : written.slice(level),
    moduleSpan: moduleNode ? context.span(moduleNode) : span,
    names: star
      ? [{ name: '*', asName: undefined, ...context.span(star) }]
      : aliases(node.childrenForFieldName('name'), context),
    ...span,
  };
}

/** Each `elif` nests in the one before, as in Python's `ast`, and Python gives up at about three times as many. */
const MAX_CONDITIONS = 1000;

function lowerIf(node: Node, around: Surroundings, context: LoweringContext): Statement {
  const alternatives = node.childrenForFieldName('alternative').filter((child): child is Node => child !== null);
  if (alternatives.length > MAX_CONDITIONS)
    return unsupported(node, `a chain of more than ${MAX_CONDITIONS} conditions`, context);
  const orElse = (from: number): Statement[] => {
    const clause = alternatives[from];
    if (clause === undefined) return [];
    if (clause.type === 'else_clause') return block(clause.childForFieldName('body'), clause, 'else', around, context);
    const body = block(clause.childForFieldName('consequence'), clause, 'elif', around, context);
    const span = context.span(clause);
    return [
      {
        kind: 'If',
        test: lowerExpression(clause.childForFieldName('condition'), context),
        body,
        orElse: orElse(from + 1),
        ...span,
        end: body.at(-1)?.end ?? span.end,
      },
    ];
  };
  return {
    kind: 'If',
    test: lowerExpression(node.childForFieldName('condition'), context),
    body: block(node.childForFieldName('consequence'), node, 'if', around, context),
    orElse: orElse(0),
    ...context.span(node),
  };
}

/** A block that may not be empty; its statements stand at one column. */
function block(
  node: Node | null,
  owner: Node,
  word: string,
  around: Surroundings,
  context: LoweringContext,
): Statement[] {
  const body = lowerBody(node, around, context);
  if (body.length === 0) context.problem(owner, `expected an indented block after '${word}'`, 'IndentationError');
  return body;
}

function lowerLoop(node: Node, around: Surroundings, context: LoweringContext): Statement {
  const inside = { ...around, inLoop: true };
  const alternative = node.childForFieldName('alternative');
  const orElse = alternative ? block(alternative.childForFieldName('body'), alternative, 'else', around, context) : [];
  const span = context.span(node);
  if (node.type === 'while_statement')
    return {
      kind: 'While',
      test: lowerExpression(node.childForFieldName('condition'), context),
      body: block(node.childForFieldName('body'), node, 'while', inside, context),
      orElse,
      ...span,
    };
  if (isAsync(node)) return unsupported(node, 'an `async for` loop', context);
  const right = node.childForFieldName('right');
  const target = lowerElement(node.childForFieldName('left'), context);
  checkTarget(target, node, 'assign to', context);
  refuseStars(target, node, context);
  return {
    kind: 'For',
    target,
    iterable: lowerElement(right, context),
    body: block(node.childForFieldName('body'), node, 'for', inside, context),
    orElse,
    ...span,
  };
}

function isAsync(node: Node): boolean {
  return node.child(0)?.type === 'async';
}

function lowerWith(node: Node, around: Surroundings, context: LoweringContext): Statement {
  if (isAsync(node)) return unsupported(node, 'an `async with` block', context);
  const clause = childrenOf(node).find((child) => child.type === 'with_clause');
  let items = clause ? childrenOf(clause).filter((child) => child.type === 'with_item') : [];
  // `with (a as b, c as d):` comes as one item that holds a tuple.
  const only = items[0]?.childForFieldName('value');
  if (items.length === 1 && only?.type === 'tuple') items = childrenOf(only);
  return {
    kind: 'With',
    items: items.map((item) => lowerWithItem(item, context)),
    body: block(node.childForFieldName('body'), node, 'with', around, context),
    ...context.span(node),
  };
}

function lowerWithItem(node: Node, context: LoweringContext): WithItem {
  let value: Node | null = node.type === 'with_item' ? node.childForFieldName('value') : node;
  if (value?.type === 'parenthesized_expression') value = childrenOf(value)[0] ?? value;
  if (value?.type !== 'as_pattern')
    return { context: lowerExpression(value, context), target: undefined, ...context.span(node) };
  const target = value.childForFieldName('alias');
  return {
    context: lowerExpression(childrenOf(value)[0] ?? null, context),
    target: target ? lowerElement(childrenOf(target)[0] ?? null, context) : undefined,
    ...context.span(node),
  };
}

function lowerTry(node: Node, around: Surroundings, context: LoweringContext): Statement {
  const handlers: ExceptHandler[] = [];
  let orElse: Statement[] = [];
  let finallyBody: Statement[] = [];
  for (const clause of childrenOf(node)) {
    if (clause.type === 'except_clause') handlers.push(lowerHandler(clause, around, context));
    else if (clause.type === 'else_clause')
      orElse = block(clause.childForFieldName('body'), clause, 'else', around, context);
    else if (clause.type === 'finally_clause')
      finallyBody = block(
        childrenOf(clause).find((child) => child.type === 'block') ?? null,
        clause,
        'finally',
        around,
        context,
      );
  }
  refuseHandlers(
    childrenOf(node).filter(({ type }) => type === 'except_clause'),
    context,
  );
  if (handlers.length === 0 && finallyBody.length === 0) context.problem(node, "expected 'except' or 'finally' block");
  return {
    kind: 'Try',
    body: block(node.childForFieldName('body'), node, 'try', around, context),
    handlers,
    orElse,
    finallyBody,
    ...context.span(node),
  };
}

function lowerHandler(node: Node, around: Surroundings, context: LoweringContext): ExceptHandler {
  const children = childrenOf(node);
  let type = children.find((child) => child.type !== 'block') ?? null;
  let alias = node.childForFieldName('alias');
  if (type?.type === 'as_pattern') {
    alias = type.childForFieldName('alias');
    type = childrenOf(type)[0] ?? null;
  }
  return {
    type: type ? lowerExpression(type, context) : undefined,
    name: alias ? context.source(alias) : undefined,
    body: block(children.find((child) => child.type === 'block') ?? null, node, 'except', around, context),
    ...context.span(node),
  };
}

function lowerDecorated(node: Node, context: LoweringContext): Statement {
  const decorators = childrenOf(node)
    .filter((child) => child.type === 'decorator')
    .map((child) => lowerExpression(childrenOf(child)[0] ?? null, context));
  const definition = node.childForFieldName('definition');
  if (definition === null) return unsupported(node, 'code that is not Python', context, true);
  return { ...lowerDefinition(definition, decorators, context), ...context.span(node) };
}

function lowerDefinition(node: Node, decorators: readonly Expression[], context: LoweringContext): Statement {
  const nameNode = node.childForFieldName('name');
  const name = nameNode ? context.source(nameNode) : '';
  const span = context.span(node);
  if (node.type === 'function_definition')
    return {
      kind: 'FunctionDef',
      name,
      parameters: lowerParameters(node.childForFieldName('parameters'), context),
      body: block(node.childForFieldName('body'), node, 'def', { inFunction: true, inLoop: false }, context),
      decorators,
      isAsync: isAsync(node),
      ...span,
    };
  const bases = node.childForFieldName('superclasses');
  return {
    kind: 'ClassDef',
    name,
    nameSpan: nameNode ? context.span(nameNode) : span,
    bases: bases ? lowerArguments(bases, context) : [],
    body: block(node.childForFieldName('body'), node, 'class', AT_MODULE, context),
    decorators,
    ...span,
  };
}
