import type { Alias, AugmentedAssign, BinaryOperator, Expression, Module, Statement } from '../syntax.ts';
import { Cursor, NOT_PLAIN } from './cursor.ts';
import { isTarget, readElement, readExpression, readTargets } from './expressions.ts';
import type { RepeatedStatements } from './repeated.ts';

/**
 * Reads the plain part of Python that nearly all configs keep to, several times faster than the full parser and with
 * the same result. What it does not know, and every text that Python might refuse, it leaves to the full parser.
 * @param repeated what other texts may have in common with this one
 * @returns undefined for those.
 */
export function parsePlain(text: string, repeated?: RepeatedStatements): Module | undefined {
  const cursor = new Cursor(text);
  try {
    const body = readBlock(cursor, 0, repeated);
    if (cursor.position < text.length) return undefined;
    return { body, comments: cursor.comments, errors: [], start: 0, end: text.length };
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** Statements that begin at one column, up to one that begins before it. */
function readBlock(cursor: Cursor, column: number, repeated?: RepeatedStatements): Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    const back = mark(cursor);
    const indent = skipToStatement(cursor);
    if (indent === undefined) return statements;
    if (indent < column) {
      back();
      return statements;
    }
    if (indent > column) cursor.fail();
    statements.push(repeated ? repeated.read(cursor, readAtModule) : readStatement(cursor, column));
  }
}

function readAtModule(cursor: Cursor): Statement {
  return readStatement(cursor, 0);
}

/** The way back to here, for what has to be read again by another. */
function mark(cursor: Cursor): () => void {
  const { position } = cursor;
  const { length } = cursor.comments;
  return () => {
    cursor.position = position;
    cursor.comments.length = length;
  };
}

/** Goes over blank lines and comments; returns the column of the next statement, undefined at the end of the text. */
function skipToStatement(cursor: Cursor): number | undefined {
  for (;;) {
    const lineStart = cursor.position;
    while (cursor.peek() === 32) cursor.position++;
    const code = cursor.peek();
    if (Number.isNaN(code)) return undefined;
    if (code === 35) cursor.comment();
    else if (code !== 10 && code !== 13) return cursor.position - lineStart;
    endLine(cursor);
  }
}

function endLine(cursor: Cursor): void {
  cursor.space();
  if (cursor.peek() === 35) cursor.comment();
  if (Number.isNaN(cursor.peek())) return;
  if (cursor.peek() === 13) cursor.position++;
  if (cursor.peek() !== 10) cursor.fail();
  cursor.position++;
}

/** These are statements in old Python or soft keywords in new; the full parser knows which. */
const SPECIAL = new Set(['print', 'exec', 'type', 'match']);
/** A call of a function in old Python too. */
const PRINT_CALL = /print\(/y;

function readStatement(cursor: Cursor, column: number): Statement {
  const word = cursor.peekWord();
  switch (word) {
    case 'if':
      return readIf(cursor, column);
    case 'for':
      return readFor(cursor, column);
    case 'with':
      return readWith(cursor, column);
    case 'import':
    case 'from':
      return ended(cursor, word === 'import' ? readImport(cursor) : readImportFrom(cursor));
    case 'del':
      return ended(cursor, readDelete(cursor));
    case 'pass': {
      const { position: start } = cursor;
      cursor.takeKeyword('pass');
      return ended(cursor, { kind: 'Pass', start, end: start + 4 });
    }
  }
  if (word !== undefined && SPECIAL.has(word)) return ended(cursor, readPrintCall(cursor));
  return ended(cursor, readSimple(cursor));
}

/** `print(...)` and no more than that. */
function readPrintCall(cursor: Cursor): Statement {
  PRINT_CALL.lastIndex = cursor.position;
  if (!PRINT_CALL.test(cursor.text)) cursor.fail();
  const statement = readSimple(cursor);
  const call = statement.kind === 'ExpressionStatement' ? statement.value : undefined;
  return call?.kind === 'Call' && call.callee.kind === 'Name' ? statement : cursor.fail();
}

function ended<T extends Statement>(cursor: Cursor, statement: T): T {
  endLine(cursor);
  return statement;
}

function readDelete(cursor: Cursor): Statement {
  const { position: start } = cursor;
  cursor.takeKeyword('del');
  const target = readTargets(cursor);
  const targets = target.kind === 'Tuple' && !target.parenthesized ? target.elements : [target];
  return { kind: 'Delete', targets, start, end: target.end };
}

const AUGMENTED = /(\*\*|\/\/|<<|>>|[-+*/%@&|^])=/y;

function readSimple(cursor: Cursor): Statement {
  const first = readTuple(cursor, false);
  const { start } = first;
  AUGMENTED.lastIndex = cursor.position;
  const operator = AUGMENTED.exec(cursor.text)?.[1];
  if (operator !== undefined) {
    cursor.position += operator.length + 1;
    cursor.space();
    if (first.kind !== 'Name' && first.kind !== 'Attribute' && first.kind !== 'Subscript') cursor.fail();
    const value = readTuple(cursor, true);
    return {
      kind: 'AugmentedAssign',
      target: first,
      operator: operator as BinaryOperator,
      value,
      start,
      end: value.end,
    } satisfies AugmentedAssign;
  }
  if (cursor.peek() !== 61) {
    if (first.kind === 'Tuple' && !first.parenthesized) cursor.fail();
    return { kind: 'ExpressionStatement', value: first, start, end: first.end };
  }
  const targets: Expression[] = [];
  let value = first;
  while (cursor.take('=')) {
    if (!isTarget(value)) cursor.fail();
    targets.push(value);
    value = readTuple(cursor, true);
  }
  return { kind: 'Assign', targets, value, start, end: value.end };
}

/** One expression, or several with commas between them; only a value may end in a comma. */
function readTuple(cursor: Cursor, isValue: boolean): Expression {
  const first = readElement(cursor);
  if (cursor.peek() !== 44) return first.kind === 'Starred' ? cursor.fail() : first;
  const elements = [first];
  let { end } = first;
  while (cursor.peek() === 44) {
    end = cursor.position + 1;
    cursor.take(',');
    if (
      cursor.peek() === 10 ||
      cursor.peek() === 13 ||
      cursor.peek() === 35 ||
      cursor.peek() === 61 ||
      Number.isNaN(cursor.peek())
    ) {
      if (!isValue || cursor.peek() === 61) cursor.fail();
      break;
    }
    const element = readElement(cursor);
    elements.push(element);
    end = element.end;
  }
  return { kind: 'Tuple', elements, parenthesized: false, start: first.start, end };
}

function readIf(cursor: Cursor, column: number): Statement {
  const { position: start } = cursor;
  cursor.takeKeyword('if');
  const test = readExpression(cursor);
  const body = readSuite(cursor, column);
  const rest = readElse(cursor, column, true);
  return { kind: 'If', test, body, orElse: rest.body, start, end: rest.end ?? lastEnd(body) };
}

/** `elif` and `else`, as nested statements; `end` is where the last of them ends. */
function readElse(cursor: Cursor, column: number, mayBeElif: boolean): { body: Statement[]; end: number | undefined } {
  const back = mark(cursor);
  const indent = skipToStatement(cursor);
  const { position: start } = cursor;
  if (indent === column && mayBeElif && cursor.takeKeyword('elif')) {
    const test = readExpression(cursor);
    const body = readSuite(cursor, column);
    cursor.enter();
    const rest = readElse(cursor, column, true);
    cursor.leave();
    const end = lastEnd(body);
    return { body: [{ kind: 'If', test, body, orElse: rest.body, start, end }], end: rest.end ?? end };
  }
  if (indent === column && cursor.takeKeyword('else')) {
    const body = readSuite(cursor, column);
    return { body, end: lastEnd(body) };
  }
  // The next statement reads its way again.
  back();
  return { body: [], end: undefined };
}

function readFor(cursor: Cursor, column: number): Statement {
  const { position: start } = cursor;
  cursor.takeKeyword('for');
  const target = readTargets(cursor);
  if (!cursor.takeKeyword('in')) cursor.fail();
  const iterable = readExpression(cursor);
  const body = readSuite(cursor, column);
  const rest = readElse(cursor, column, false);
  return { kind: 'For', target, iterable, body, orElse: rest.body, start, end: rest.end ?? lastEnd(body) };
}

function readWith(cursor: Cursor, column: number): Statement {
  const { position: start } = cursor;
  cursor.takeKeyword('with');
  const context = readExpression(cursor);
  if (context.kind === 'Tuple') cursor.fail();
  const body = readSuite(cursor, column);
  const item = { context, target: undefined, start: context.start, end: context.end };
  return { kind: 'With', items: [item], body, start, end: lastEnd(body) };
}

/** The block after a colon, which begins on a line of its own. */
function readSuite(cursor: Cursor, column: number): Statement[] {
  if (cursor.peek() !== 58) cursor.fail();
  cursor.position++;
  endLine(cursor);
  const back = mark(cursor);
  const indent = skipToStatement(cursor);
  if (indent === undefined || indent <= column) cursor.fail();
  back();
  return readBlock(cursor, indent);
}

function lastEnd(body: readonly Statement[]): number {
  return body.at(-1)?.end ?? 0;
}

function readDotted(cursor: Cursor): { name: string; start: number; end: number } {
  const first = cursor.name();
  let { id: name, end } = first;
  while (cursor.peek() === 46) {
    cursor.position++;
    const next = cursor.name();
    name += `.${next.id}`;
    end = next.end;
  }
  return { name, start: first.start, end };
}

function readAlias(cursor: Cursor): Alias {
  const { name, start, end } = readDotted(cursor);
  cursor.space();
  if (!cursor.takeKeyword('as')) return { name, asName: undefined, start, end };
  const alias = cursor.name();
  cursor.space();
  return { name, asName: alias.id, start, end: alias.end };
}

function readImport(cursor: Cursor): Statement {
  const { position: start } = cursor;
  cursor.takeKeyword('import');
  const names = [readAlias(cursor)];
  while (cursor.take(',')) names.push(readAlias(cursor));
  return { kind: 'Import', names, start, end: names.at(-1)?.end ?? start };
}

function readImportFrom(cursor: Cursor): Statement {
  const { position: start } = cursor;
  cursor.takeKeyword('from');
  const from = cursor.position;
  let level = 0;
  while (cursor.peek() === 46) {
    cursor.position++;
    level++;
  }
  let end = cursor.position;
  let module: string | undefined;
  if (cursor.peek() !== 32) {
    const dotted = readDotted(cursor);
    module = dotted.name;
    end = dotted.end;
  } else if (level === 0) cursor.fail();
  if (module === '__future__') cursor.fail();
  cursor.space();
  if (!cursor.takeKeyword('import')) cursor.fail();
  const head = { kind: 'ImportFrom', level, module, moduleSpan: { start: from, end } } as const;
  if (cursor.peek() === 42) {
    const star = cursor.position;
    cursor.take('*');
    return { ...head, names: [{ name: '*', asName: undefined, start: star, end: star + 1 }], start, end: star + 1 };
  }
  const isBracketed = cursor.peek() === 40;
  if (isBracketed) cursor.open();
  const names = [readAlias(cursor)];
  while (cursor.take(',')) {
    if (isBracketed && cursor.peek() === 41) break;
    names.push(readAlias(cursor));
  }
  for (const { name } of names) if (name.includes('.')) cursor.fail();
  return { ...head, names, start, end: isBracketed ? cursor.close(')') : (names.at(-1)?.end ?? start) };
}
