/**
 * The small typed syntax tree that the rest of the product works on: the part of Python's abstract syntax that configs
 * use, with spans, shaped after Python's own `ast`. What the grammar knows and this tree does not is `Unsupported`;
 * what does not parse is `Broken`. Nothing outside this room sees tree-sitter.
 */
import type { Span } from '../text/source.ts';

export interface Module extends Span {
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  /** Where the text is not Python; empty for a well-formed file. */
  readonly errors: readonly SyntaxProblem[];
}

export interface Comment extends Span {
  /** With its leading `#`. */
  readonly text: string;
}

export interface SyntaxProblem extends Span {
  readonly kind:
    | 'missing-comma'
    | 'unclosed-bracket'
    | 'unterminated-string'
    | 'unexpected'
    | 'too-deep'
    /** At the start of the file: Python skips it, and MMEngine, which hands the text on as it is, cannot read it. */
    | 'byte-order-mark';
  /** The error that Python raises. */
  readonly error: 'SyntaxError' | 'IndentationError' | 'TabError';
  /** Prose for the user. */
  readonly message: string;
  /** The text to insert at `span.start` that mends it, where that is certain (a comma). */
  readonly insert?: string;
}

export type Statement =
  | Assign
  | AnnotatedAssign
  | AugmentedAssign
  | ExpressionStatement
  | Import
  | ImportFrom
  | If
  | For
  | While
  | With
  | Try
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assert
  | Raise
  | Simple
  | ScopeStatement
  | UnsupportedStatement;

export type Expression =
  | Name
  | Constant
  | NumberLiteral
  | StringLiteral
  | FormattedString
  | ListDisplay
  | TupleDisplay
  | SetDisplay
  | DictDisplay
  | Call
  | Attribute
  | Subscript
  | Slice
  | UnaryOperation
  | BinaryOperation
  | BooleanOperation
  | Comparison
  | Conditional
  | Lambda
  | Comprehension
  | Starred
  | NamedExpression
  | UnsupportedExpression;

/** `a = b = value`; targets in source order. */
export interface Assign extends Span {
  readonly kind: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
  /** The same as it was read elsewhere, and how far from there it stands. To ask for the value itself costs more. */
  readonly moved?: { readonly from: Assign; readonly by: number };
}

/** `a: int = value`, or without a value. */
export interface AnnotatedAssign extends Span {
  readonly kind: 'AnnotatedAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | undefined;
}

export interface AugmentedAssign extends Span {
  readonly kind: 'AugmentedAssign';
  readonly target: Expression;
  readonly operator: BinaryOperator;
  readonly value: Expression;
}

export interface ExpressionStatement extends Span {
  readonly kind: 'ExpressionStatement';
  readonly value: Expression;
}

export interface Import extends Span {
  readonly kind: 'Import';
  readonly names: readonly Alias[];
}

export interface ImportFrom extends Span {
  readonly kind: 'ImportFrom';
  /** Number of leading dots. */
  readonly level: number;
  /** Dotted name after the dots; undefined in `from . import x`. */
  readonly module: string | undefined;
  readonly moduleSpan: Span;
  /** A single alias named `*` for a star import. */
  readonly names: readonly Alias[];
}

export interface Alias extends Span {
  readonly name: string;
  readonly asName: string | undefined;
}

export interface If extends Span {
  readonly kind: 'If';
  readonly test: Expression;
  readonly body: readonly Statement[];
  /** `elif` is an `If` alone in here, as in Python's `ast`. */
  readonly orElse: readonly Statement[];
}

export interface For extends Span {
  readonly kind: 'For';
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly orElse: readonly Statement[];
}

export interface While extends Span {
  readonly kind: 'While';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orElse: readonly Statement[];
}

export interface With extends Span {
  readonly kind: 'With';
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
}

export interface WithItem extends Span {
  readonly context: Expression;
  readonly target: Expression | undefined;
}

export interface Try extends Span {
  readonly kind: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orElse: readonly Statement[];
  readonly finallyBody: readonly Statement[];
}

export interface ExceptHandler extends Span {
  readonly type: Expression | undefined;
  readonly name: string | undefined;
  readonly body: readonly Statement[];
}

export interface FunctionDef extends Span {
  readonly kind: 'FunctionDef';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
}

export interface Parameter extends Span {
  readonly name: string;
  readonly default: Expression | undefined;
  readonly style: 'positional-only' | 'positional' | 'var-positional' | 'keyword-only' | 'var-keyword';
}

export interface ClassDef extends Span {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly nameSpan: Span;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface Return extends Span {
  readonly kind: 'Return';
  readonly value: Expression | undefined;
}

export interface Delete extends Span {
  readonly kind: 'Delete';
  readonly targets: readonly Expression[];
}

export interface Assert extends Span {
  readonly kind: 'Assert';
  readonly test: Expression;
  readonly message: Expression | undefined;
}

export interface Raise extends Span {
  readonly kind: 'Raise';
  readonly value: Expression | undefined;
}

export interface Simple extends Span {
  readonly kind: 'Pass' | 'Break' | 'Continue';
}

export interface ScopeStatement extends Span {
  readonly kind: 'Global' | 'Nonlocal';
  readonly names: readonly string[];
}

/** A statement that is not evaluated: `match`, `async for`, or a broken piece of code. */
export interface UnsupportedStatement extends Span {
  readonly kind: 'UnsupportedStatement';
  readonly what: string;
  /** True when the text here is not Python at all. */
  readonly broken: boolean;
  /** Names that the statement may bind, so that they become unknown. */
  readonly binds: readonly string[];
}

export interface Name extends Span {
  readonly kind: 'Name';
  readonly id: string;
}

export interface Constant extends Span {
  readonly kind: 'Constant';
  readonly value: 'None' | 'True' | 'False' | 'Ellipsis';
}

export interface NumberLiteral extends Span {
  readonly kind: 'Number';
  readonly type: 'int' | 'float' | 'imaginary';
  /** Exact for `int`: a number while safe, else a bigint. */
  readonly value: number | bigint;
}

/** One or more adjacent literals without replacement fields, joined and unescaped. */
export interface StringLiteral extends Span {
  readonly kind: 'String';
  readonly value: string;
  readonly bytes: boolean;
}

/** An f-string, or adjacent literals of which one is. */
export interface FormattedString extends Span {
  readonly kind: 'FormattedString';
  readonly parts: readonly (string | ReplacementField)[];
}

export interface ReplacementField extends Span {
  readonly value: Expression;
  readonly conversion: 'r' | 's' | 'a' | undefined;
  readonly format: readonly (string | ReplacementField)[] | undefined;
  /** Source text of `{expr=}`, up to and with the equals sign. */
  readonly selfDocumenting: string | undefined;
}

export interface ListDisplay extends Span {
  readonly kind: 'List';
  readonly elements: readonly Expression[];
}

export interface TupleDisplay extends Span {
  readonly kind: 'Tuple';
  readonly elements: readonly Expression[];
  /** `(1, 2)` against `1, 2`: the span includes the parentheses only when they are there. */
  readonly parenthesized: boolean;
}

export interface SetDisplay extends Span {
  readonly kind: 'Set';
  readonly elements: readonly Expression[];
}

export interface DictDisplay extends Span {
  readonly kind: 'Dict';
  readonly items: readonly DictItem[];
}

export interface DictItem extends Span {
  /** Undefined for `**value`. */
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export interface Call extends Span {
  readonly kind: 'Call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
  /** From the opening to the closing bracket, both included. */
  readonly argsSpan: Span;
}

/** `value`, `name=value`, `*value` or `**value`. */
export interface Argument extends Span {
  readonly form: 'positional' | 'keyword' | 'star' | 'double-star';
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly value: Expression;
}

export interface Attribute extends Span {
  readonly kind: 'Attribute';
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
}

export interface Subscript extends Span {
  readonly kind: 'Subscript';
  readonly object: Expression;
  /** A tuple for `a[1, 2]`. */
  readonly index: Expression;
}

export interface Slice extends Span {
  readonly kind: 'Slice';
  readonly lower: Expression | undefined;
  readonly upper: Expression | undefined;
  readonly step: Expression | undefined;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '&' | '|' | '^';

export interface UnaryOperation extends Span {
  readonly kind: 'Unary';
  readonly operator: '+' | '-' | '~' | 'not';
  readonly operand: Expression;
}

export interface BinaryOperation extends Span {
  readonly kind: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface BooleanOperation extends Span {
  readonly kind: 'Boolean';
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

export interface Comparison extends Span {
  readonly kind: 'Comparison';
  readonly left: Expression;
  readonly rest: readonly { readonly operator: ComparisonOperator; readonly right: Expression }[];
}

export interface Conditional extends Span {
  readonly kind: 'Conditional';
  readonly test: Expression;
  readonly body: Expression;
  readonly orElse: Expression;
}

export interface Lambda extends Span {
  readonly kind: 'Lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface Comprehension extends Span {
  readonly kind: 'Comprehension';
  readonly result: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  /** The value of a dict comprehension, whose `element` is the key. */
  readonly value: Expression | undefined;
  readonly clauses: readonly ComprehensionClause[];
}

export interface ComprehensionClause extends Span {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

export interface Starred extends Span {
  readonly kind: 'Starred';
  readonly value: Expression;
}

export interface NamedExpression extends Span {
  readonly kind: 'Named';
  readonly target: Name;
  readonly value: Expression;
}

export interface UnsupportedExpression extends Span {
  readonly kind: 'Unsupported';
  readonly what: string;
  readonly broken: boolean;
}
