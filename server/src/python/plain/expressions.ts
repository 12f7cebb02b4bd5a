import { parseNumber, type StringParts, stringParts, unescapeString } from '../lower/literals.ts';
import type {
  Argument,
  BinaryOperator,
  ComparisonOperator,
  Comprehension,
  DictItem,
  Expression,
  FormattedString,
  StringLiteral,
  UnaryOperation,
} from '../syntax.ts';
import { type Cursor, isReserved } from './cursor.ts';

/** A conditional expression or anything that binds tighter. */
export function readExpression(cursor: Cursor): Expression {
  const literal = readLiteral(cursor);
  if (literal) return literal;
  cursor.enter();
  const expression = readConditional(cursor);
  cursor.leave();
  return expression;
}

/** An expression that is nothing but a short number or a string, as most are; undefined, and nothing read, for any other. */
function readLiteral(cursor: Cursor): Expression | undefined {
  const { position: start } = cursor;
  const code = cursor.peek();
  const isNumber = code >= 48 && code <= 57;
  if (!isNumber && code !== 34 && code !== 39) return undefined;
  const comments = cursor.comments.length;
  const literal = isNumber ? readSmallInteger(cursor) : readSimpleString(cursor);
  if (literal && endsExpression(cursor)) return literal;
  cursor.position = start;
  cursor.comments.length = comments;
  return undefined;
}

function readConditional(cursor: Cursor): Expression {
  const first = cursor.peekKeyword('not') ? undefined : readUnary(cursor);
  // Nearly every expression is a single operand, which need not climb all the levels to find that out.
  if (first && endsExpression(cursor)) return first;
  const body = readOr(cursor, first);
  if (!cursor.takeKeyword('if')) return body;
  const test = readOr(cursor);
  if (!cursor.takeKeyword('else')) cursor.fail();
  const orElse = readExpression(cursor);
  return { kind: 'Conditional', test, body, orElse, start: body.start, end: orElse.end };
}

function endsExpression(cursor: Cursor): boolean {
  switch (cursor.peek()) {
    case 44: // ,
    case 41: // )
    case 93: // ]
    case 125: // }
    case 58: // :
    case 10:
      return true;
    case 61: // =
      return cursor.text.charCodeAt(cursor.position + 1) !== 61;
    default:
      return false;
  }
}

// Each level takes the operand that was read already, if there is one.

function readOr(cursor: Cursor, first?: Expression): Expression {
  let left = readAnd(cursor, first);
  while (cursor.takeKeyword('or')) {
    const right = readAnd(cursor);
    left = { kind: 'Boolean', operator: 'or', left, right, start: left.start, end: right.end };
  }
  return left;
}

function readAnd(cursor: Cursor, first?: Expression): Expression {
  let left = readNot(cursor, first);
  while (cursor.takeKeyword('and')) {
    const right = readNot(cursor);
    left = { kind: 'Boolean', operator: 'and', left, right, start: left.start, end: right.end };
  }
  return left;
}

function readNot(cursor: Cursor, first?: Expression): Expression {
  const start = cursor.position;
  if (first || !cursor.takeKeyword('not')) return readComparison(cursor, first);
  cursor.enter();
  const operand = readNot(cursor);
  cursor.leave();
  return { kind: 'Unary', operator: 'not', operand, start, end: operand.end };
}

function readComparison(cursor: Cursor, first?: Expression): Expression {
  const left = readBinary(cursor, 0, first);
  const rest: { operator: ComparisonOperator; right: Expression }[] = [];
  for (;;) {
    const operator = takeComparison(cursor);
    if (operator === undefined) break;
    rest.push({ operator, right: readBinary(cursor, 0) });
  }
  const last = rest.at(-1);
  return last ? { kind: 'Comparison', left, rest, start: left.start, end: last.right.end } : left;
}

const SYMBOLS = ['==', '!=', '<=', '>=', '<', '>'] as const;

function takeComparison(cursor: Cursor): ComparisonOperator | undefined {
  const { text, position } = cursor;
  const symbol = SYMBOLS.find((each) => text.startsWith(each, position));
  if (symbol !== undefined) {
    // An augmented shift, or Python 2's `<>`.
    const next = text[position + symbol.length];
    if (symbol.length === 1 && (next === '<' || next === '>')) cursor.fail();
    cursor.position += symbol.length;
    cursor.space();
    return symbol;
  }
  if (cursor.takeKeyword('in')) return 'in';
  if (cursor.takeKeyword('is')) return cursor.takeKeyword('not') ? 'is not' : 'is';
  if (!cursor.takeKeyword('not')) return undefined;
  if (!cursor.takeKeyword('in')) cursor.fail();
  return 'not in';
}

/** From loose to tight. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['//', '*', '/', '%', '@'],
];

function readBinary(cursor: Cursor, level: number, first?: Expression): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return first ?? readUnary(cursor);
  let left = readBinary(cursor, level + 1, first);
  for (;;) {
    const operator = takeOperator(cursor, operators);
    if (operator === undefined) return left;
    const right = readBinary(cursor, level + 1);
    left = { kind: 'Binary', operator, left, right, start: left.start, end: right.end };
  }
}

function takeOperator(cursor: Cursor, operators: readonly BinaryOperator[]): BinaryOperator | undefined {
  const { text, position } = cursor;
  const operator = operators.find((each) => text.startsWith(each, position));
  if (operator === undefined) return undefined;
  const next = text[position + operator.length];
  // An augmented assignment, an arrow or a longer operator.
  if (next === '=' || next === '*' || next === '>') return undefined;
  cursor.position += operator.length;
  cursor.space();
  return operator;
}

/** By code. */
const UNARY: ReadonlyMap<number, UnaryOperation['operator']> = new Map([
  [43, '+'],
  [45, '-'],
  [126, '~'],
]);

function readUnary(cursor: Cursor): Expression {
  const start = cursor.position;
  const operator = UNARY.get(cursor.peek());
  if (operator === undefined) return readPower(cursor);
  cursor.position++;
  cursor.space();
  cursor.enter();
  const operand = readUnary(cursor);
  cursor.leave();
  return { kind: 'Unary', operator, operand, start, end: operand.end };
}

function readPower(cursor: Cursor): Expression {
  const left = readPrimary(cursor);
  const isPower = cursor.peek() === 42 && cursor.text.startsWith('**', cursor.position);
  if (!isPower || cursor.text[cursor.position + 2] === '=') return left;
  cursor.position += 2;
  cursor.space();
  cursor.enter();
  const right = readUnary(cursor);
  cursor.leave();
  return { kind: 'Binary', operator: '**', left, right, start: left.start, end: right.end };
}

function readPrimary(cursor: Cursor): Expression {
  let object = readAtom(cursor);
  for (;;) {
    const { start } = object;
    switch (cursor.peek()) {
      case 46: {
        cursor.position++;
        cursor.space();
        const { id, start: from, end } = cursor.name();
        object = { kind: 'Attribute', object, name: id, nameSpan: { start: from, end }, start, end };
        cursor.space();
        break;
      }
      case 40: {
        const from = cursor.position;
        const { args, end } = readArguments(cursor);
        object = { kind: 'Call', callee: object, args, argsSpan: { start: from, end }, start, end };
        break;
      }
      case 91: {
        cursor.open();
        const index = readIndex(cursor);
        object = { kind: 'Subscript', object, index, start, end: cursor.close(']') };
        break;
      }
      default:
        return object;
    }
  }
}

function readIndex(cursor: Cursor): Expression {
  const start = cursor.position;
  const parts: (Expression | undefined)[] = [undefined, undefined, undefined];
  let end = start;
  let part = 0;
  for (;;) {
    if (cursor.peek() !== 58 && cursor.peek() !== 93) {
      const expression = readExpression(cursor);
      parts[part] = expression;
      end = expression.end;
    }
    if (cursor.peek() !== 58) break;
    end = cursor.position + 1;
    cursor.take(':');
    if (++part > 2) cursor.fail();
  }
  if (part > 0) return { kind: 'Slice', lower: parts[0], upper: parts[1], step: parts[2], start, end };
  return parts[0] ?? cursor.fail();
}

function readArguments(cursor: Cursor): { args: Argument[]; end: number } {
  const from = cursor.position;
  const args: Argument[] = [];
  cursor.open();
  while (cursor.peek() !== 41) {
    const argument = readArgument(cursor);
    if (argument.form === 'positional' && cursor.peekKeyword('for')) {
      if (args.length > 0) cursor.fail();
      const clauses = readClauses(cursor);
      const end = cursor.close(')');
      const span = { start: from, end };
      const value: Comprehension = {
        kind: 'Comprehension',
        result: 'generator',
        element: argument.value,
        value: undefined,
        clauses,
        ...span,
      };
      return { args: [{ ...argument, value, ...span }], end };
    }
    const last = args.at(-1);
    // The order is checked, and what is wrong with it said, by the full parser.
    if (
      (argument.form === 'positional' || argument.form === 'star') &&
      last &&
      last.form !== 'positional' &&
      last.form !== 'star'
    )
      cursor.fail();
    args.push(argument);
    if (!cursor.take(',')) break;
  }
  if (hasNameTwice(args)) cursor.fail();
  return { args, end: cursor.close(')') };
}

/** So many are compared with each other faster than they are put into a set. */
const FEW = 16;

function hasNameTwice(args: readonly Argument[]): boolean {
  if (args.length > FEW) {
    const names = args.flatMap(({ name }) => name ?? []);
    return new Set(names).size < names.length;
  }
  for (let index = 1; index < args.length; index++) {
    const name = args[index]?.name;
    for (let before = 0; name !== undefined && before < index; before++) if (args[before]?.name === name) return true;
  }
  return false;
}

function readArgument(cursor: Cursor): Argument {
  const start = cursor.position;
  if (cursor.peek() === 42) {
    const isDouble = cursor.text.charCodeAt(start + 1) === 42;
    cursor.position += isDouble ? 2 : 1;
    cursor.space();
    const value = readExpression(cursor);
    return {
      form: isDouble ? 'double-star' : 'star',
      name: undefined,
      nameSpan: undefined,
      value,
      start,
      end: value.end,
    };
  }
  const name = cursor.takeArgumentName();
  const value = readExpression(cursor);
  if (name === undefined) {
    // With brackets or a line end between them, a name and its `=` are left to the full parser.
    if (cursor.peek() === 61) cursor.fail();
    return { form: 'positional', name, nameSpan: undefined, value, start, end: value.end };
  }
  return { form: 'keyword', name, nameSpan: { start, end: start + name.length }, value, start, end: value.end };
}

function readAtom(cursor: Cursor): Expression {
  const start = cursor.position;
  const code = cursor.peek();
  if (code === 40) return readParenthesized(cursor);
  if (code === 91) return readList(cursor);
  if (code === 123) return readBraces(cursor);
  if (code === 34 || code === 39) return readString(cursor);
  if ((code >= 48 && code <= 57) || code === 46) {
    const small = readSmallInteger(cursor);
    if (small) return small;
    const parsed = parseNumber(cursor.number());
    if (parsed === undefined) cursor.fail();
    const end = cursor.position;
    cursor.space();
    return { kind: 'Number', ...parsed, start, end };
  }
  const word = cursor.peekWord();
  if (word === undefined) cursor.fail();
  const end = start + word.length;
  const next = cursor.text.charCodeAt(end);
  if ((next === 34 || next === 39) && word.length <= 2) return readString(cursor);
  if (word === 'True' || word === 'False' || word === 'None') {
    cursor.position = end;
    cursor.space();
    return { kind: 'Constant', value: word, start, end };
  }
  if (isReserved(word)) cursor.fail();
  cursor.position = end;
  cursor.space();
  return { kind: 'Name', id: word, start, end };
}

function readSmallInteger(cursor: Cursor): Expression | undefined {
  const { position: start } = cursor;
  const value = cursor.smallInteger();
  if (value === undefined) return undefined;
  const { position: end } = cursor;
  cursor.space();
  return { kind: 'Number', type: 'int', value, start, end };
}

/** An expression, or `*x`. */
export function readElement(cursor: Cursor): Expression {
  const start = cursor.position;
  if (cursor.peek() !== 42) return readExpression(cursor);
  cursor.take('*');
  const value = readBinary(cursor, 0);
  return { kind: 'Starred', value, start, end: value.end };
}

function readParenthesized(cursor: Cursor): Expression {
  const start = cursor.position;
  cursor.open();
  if (cursor.peek() === 41) return { kind: 'Tuple', elements: [], parenthesized: true, start, end: cursor.close(')') };
  const first = readElement(cursor);
  if (cursor.peekKeyword('for')) {
    const clauses = readClauses(cursor);
    return {
      kind: 'Comprehension',
      result: 'generator',
      element: first,
      value: undefined,
      clauses,
      start,
      end: cursor.close(')'),
    };
  }
  if (cursor.peek() === 41) {
    if (first.kind === 'Starred') cursor.fail();
    return { ...first, start, end: cursor.close(')') };
  }
  const elements = readRest(cursor, first, ')');
  return { kind: 'Tuple', elements, parenthesized: true, start, end: cursor.close(')') };
}

function readRest(cursor: Cursor, first: Expression, end: string): Expression[] {
  const elements = [first];
  while (cursor.take(',') && cursor.text[cursor.position] !== end) elements.push(readElement(cursor));
  return elements;
}

function readList(cursor: Cursor): Expression {
  const start = cursor.position;
  cursor.open();
  if (cursor.peek() === 93) return { kind: 'List', elements: [], start, end: cursor.close(']') };
  const first = readElement(cursor);
  if (cursor.peekKeyword('for')) {
    const clauses = readClauses(cursor);
    return {
      kind: 'Comprehension',
      result: 'list',
      element: first,
      value: undefined,
      clauses,
      start,
      end: cursor.close(']'),
    };
  }
  const elements = readRest(cursor, first, ']');
  return { kind: 'List', elements, start, end: cursor.close(']') };
}

function readBraces(cursor: Cursor): Expression {
  const start = cursor.position;
  cursor.open();
  if (cursor.peek() === 125) return { kind: 'Dict', items: [], start, end: cursor.close('}') };
  if (cursor.peek() !== 42) {
    const first = readExpression(cursor);
    if (cursor.peek() !== 58) return readSet(cursor, first, start);
    const item = readItem(cursor, first);
    if (cursor.peekKeyword('for')) {
      const clauses = readClauses(cursor);
      const value = item.value;
      return { kind: 'Comprehension', result: 'dict', element: first, value, clauses, start, end: cursor.close('}') };
    }
    return readDict(cursor, [item], start);
  }
  return readDict(cursor, [readItem(cursor, undefined)], start);
}

function readSet(cursor: Cursor, first: Expression, start: number): Expression {
  if (cursor.peekKeyword('for')) {
    const clauses = readClauses(cursor);
    return {
      kind: 'Comprehension',
      result: 'set',
      element: first,
      value: undefined,
      clauses,
      start,
      end: cursor.close('}'),
    };
  }
  const elements = readRest(cursor, first, '}');
  return { kind: 'Set', elements, start, end: cursor.close('}') };
}

function readDict(cursor: Cursor, items: DictItem[], start: number): Expression {
  while (cursor.take(',') && cursor.peek() !== 125)
    items.push(readItem(cursor, cursor.peek() === 42 ? undefined : readExpression(cursor)));
  return { kind: 'Dict', items, start, end: cursor.close('}') };
}

function readItem(cursor: Cursor, key: Expression | undefined): DictItem {
  if (key) {
    cursor.expect(':');
    const value = readExpression(cursor);
    return { key, value, start: key.start, end: value.end };
  }
  const start = cursor.position;
  if (!cursor.text.startsWith('**', start)) cursor.fail();
  cursor.position += 2;
  cursor.space();
  const value = readExpression(cursor);
  return { key: undefined, value, start, end: value.end };
}

function readClauses(cursor: Cursor): Comprehension['clauses'] {
  const clauses: Comprehension['clauses'][number][] = [];
  for (;;) {
    const start = cursor.position;
    if (!cursor.takeKeyword('for')) return clauses;
    const target = readTargets(cursor);
    if (!cursor.takeKeyword('in')) cursor.fail();
    const iterable = readOr(cursor);
    const conditions: Expression[] = [];
    while (cursor.takeKeyword('if')) conditions.push(readOr(cursor));
    clauses.push({ target, iterable, conditions, start, end: iterable.end });
  }
}

/** What a loop binds: a name or something like it, or several of them. */
export function readTargets(cursor: Cursor): Expression {
  const first = readPrimary(cursor);
  const elements = [first];
  while (cursor.take(',')) elements.push(readPrimary(cursor));
  for (const element of elements) if (!isTarget(element)) cursor.fail();
  if (elements.length === 1) return first;
  return { kind: 'Tuple', elements, parenthesized: false, start: first.start, end: elements.at(-1)?.end ?? first.end };
}

/** Something that can be assigned to; starred and bracketed names are left to the full parser where they are unusual. */
export function isTarget(expression: Expression): boolean {
  switch (expression.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return true;
    case 'Tuple':
    case 'List':
      return expression.elements.length > 0 && expression.elements.every(isTarget);
    default:
      return false;
  }
}

type Part = FormattedString['parts'][number];

/** A string, or several adjacent ones, which Python joins. */
function readString(cursor: Cursor): StringLiteral | FormattedString {
  return readSimpleString(cursor) ?? readAnyString(cursor);
}

/** A string on one line without prefix, escapes or neighbours; undefined, and nothing read, for any other. */
function readSimpleString(cursor: Cursor): StringLiteral | undefined {
  const { text, position: start } = cursor;
  const quote = text[start] as string;
  if (quote !== "'" && quote !== '"') return undefined;
  const close = text.indexOf(quote, start + 1);
  if (close < 0 || (close === start + 1 && text[close + 1] === quote)) return undefined;
  const value = text.slice(start + 1, close);
  if (/[\\\r\n]/.test(value)) return undefined;
  const end = close + 1;
  const comments = cursor.comments.length;
  cursor.position = end;
  cursor.space();
  if (!isStringStart(cursor)) return { kind: 'String', value, bytes: false, start, end };
  cursor.position = start;
  cursor.comments.length = comments;
  return undefined;
}

function readAnyString(cursor: Cursor): StringLiteral | FormattedString {
  const start = cursor.position;
  let end = start;
  const parts: Part[] = [];
  let isBytes: boolean | undefined;
  let isFormatted = false;
  do {
    end = stringEnd(cursor);
    const cut = stringParts(cursor.text, cursor.position, end);
    if (cut === undefined || !/^(?:r|u|b|br|rb|f|fr|rf)?$/.test(cut.prefix)) cursor.fail();
    const bytes = cut.prefix.includes('b');
    if (isBytes !== undefined && isBytes !== bytes) cursor.fail();
    isBytes = bytes;
    if (cut.prefix.includes('f')) {
      isFormatted = true;
      readFormatted(cursor, cut, parts);
    } else addText(cursor, parts, cursor.text.slice(cut.contentStart, cut.contentEnd), cut.prefix);
    cursor.position = end;
    cursor.space();
  } while (isStringStart(cursor));
  if (isFormatted) return { kind: 'FormattedString', parts, start, end };
  return { kind: 'String', value: parts.join(''), bytes: isBytes, start, end };
}

function addText(cursor: Cursor, parts: Part[], source: string, prefix: string): void {
  const content = unescapeString(source, prefix.includes('r'), prefix.includes('b'));
  if (!('text' in content)) cursor.fail();
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + content.text;
  else if (content.text !== '') parts.push(content.text);
}

/** Replacement fields that are an expression and nothing else; what formats or nests is left to the full parser. */
function readFormatted(cursor: Cursor, { contentStart, contentEnd, prefix }: StringParts, parts: Part[]): void {
  const { text } = cursor;
  let from = contentStart;
  const addUpTo = (to: number): void => {
    const source = text.slice(from, to);
    addText(cursor, parts, source.replaceAll('{{', '{').replaceAll('}}', '}'), prefix);
  };
  for (let at = contentStart; at < contentEnd; at++) {
    const character = text[at];
    if (character !== '{' && character !== '}') continue;
    if (text[at + 1] === character) {
      at++;
      continue;
    }
    const close = text.indexOf('}', at);
    if (character === '}' || close < 0 || close >= contentEnd || /["'\\#\r\n]/.test(text.slice(at, close)))
      cursor.fail();
    addUpTo(at);
    cursor.position = at;
    cursor.open();
    const value = readExpression(cursor);
    if (cursor.position !== close) cursor.fail();
    cursor.brackets--;
    const end = close + 1;
    parts.push({ value, conversion: undefined, format: undefined, selfDocumenting: undefined, start: at, end });
    from = end;
    at = close;
  }
  addUpTo(contentEnd);
}

const STRING_START = /[A-Za-z]{0,2}["']/y;

function isStringStart(cursor: Cursor): boolean {
  if (endsExpression(cursor)) return false;
  STRING_START.lastIndex = cursor.position;
  return STRING_START.test(cursor.text);
}

/** The offset behind the string at the cursor. */
function stringEnd(cursor: Cursor): number {
  const { text } = cursor;
  let at = cursor.position;
  while (text.charCodeAt(at) !== 34 && text.charCodeAt(at) !== 39) at++;
  const quote = text[at] as string;
  const isTriple = text.startsWith(quote.repeat(3), at);
  at += isTriple ? 3 : 1;
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === quote && (!isTriple || text.startsWith(quote.repeat(3), at))) return at + (isTriple ? 3 : 1);
    else if (!isTriple && (character === '\n' || character === '\r')) break;
  }
  return cursor.fail();
}
