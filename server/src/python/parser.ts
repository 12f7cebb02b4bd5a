import { Edit, Language, type Node, Parser, type Tree } from 'web-tree-sitter';
import { difference } from '../text/difference.ts';
import { SourceText, type Span, type TextEdit } from '../text/source.ts';
import { diagnose, hiddenProblems, Wording } from './diagnose.ts';
import { childrenOf, LoweringContext } from './lower/context.ts';
import { AT_MODULE, lowerStatement } from './lower/statements.ts';
import { withNewlines } from './newlines.ts';
import { PlainParser } from './plain/parser.ts';
import { inFull, withSpans } from './spans.ts';
import type { Comment, Module, Statement, SyntaxProblem } from './syntax.ts';

/** A parsed text that can be re-parsed from its edits. Owns a tree-sitter tree: dispose of it. */
export interface PythonDocument {
  readonly text: string;
  readonly module: Module;
  /** Re-parses after `edits` (spans of the current text); only what changed is parsed again. */
  update(text: string, edits: readonly TextEdit[]): void;
  dispose(): void;
}

export interface PythonParser {
  /**
   * Parses once and keeps nothing but the tree of plain objects.
   * @param originalSpan maps spans of `text` to those of the text the user sees, for a text that was substituted first.
   */
  parse(text: string, originalSpan?: (span: Span) => Span): Module;
  open(text: string): PythonDocument;
}

/** The bytes of web-tree-sitter's own module and of the Python grammar. */
export interface ParserWasm {
  readonly treeSitter: Uint8Array;
  readonly python: Uint8Array;
}

/** Loads the grammar; one parser serves any number of documents. */
export async function createPythonParser(wasm: ParserWasm): Promise<TreeSitterParser> {
  await Parser.init({ wasmBinary: wasm.treeSitter });
  const parser = new Parser();
  parser.setLanguage(await Language.load(wasm.python));
  return new TreeSitterParser(parser);
}

/** Longer than any config needs; a text that takes longer is hostile. */
const MAX_PARSE_MS = 1000;

class TreeSitterParser implements PythonParser {
  private readonly parser: Parser;
  readonly plain = new PlainParser();

  constructor(parser: Parser) {
    this.parser = parser;
  }

  parse(written: string, originalSpan?: (span: Span) => Span): Module {
    const text = withNewlines(written);
    return this.plain.parse(text, originalSpan) ?? this.parseByGrammar(text, originalSpan);
  }

  /** The same for any text, plain or not. */
  parseByGrammar(text: string, originalSpan?: (span: Span) => Span): Module {
    const tree = this.tree(text);
    if (tree === undefined) return giveUp(text, originalSpan);
    try {
      return this.lower(tree, text, originalSpan);
    } finally {
      tree.delete();
    }
  }

  open(text: string): PythonDocument {
    return new TreeSitterDocument(this, text);
  }

  /** Undefined when parsing takes too long. */
  tree(text: string, old?: Tree): Tree | undefined {
    const deadline = performance.now() + MAX_PARSE_MS;
    const tree = this.parser.parse(text, old ?? null, { progressCallback: () => performance.now() > deadline });
    if (tree === null) this.parser.reset();
    return tree ?? undefined;
  }

  lower(tree: Tree, text: string, originalSpan?: (span: Span) => Span, reuse?: LoweredText): Module {
    const wording = new Wording(text);
    if (!tree.rootNode.hasError) return lowerModule(tree.rootNode, wording, originalSpan, reuse);
    const { problems, commas } = diagnose(wording);
    const mended = commas.length > 0 ? this.withCommas(text, commas, originalSpan) : undefined;
    const module = mended ?? lowerModule(tree.rootNode, wording, originalSpan, reuse);
    const named = problems.map((problem) => ({ ...problem, ...(originalSpan?.(problem) ?? {}) }));
    const causes = mended || named.length > 0 ? named : [firstError(tree.rootNode, text, originalSpan)];
    return { ...module, errors: inOrder([...causes, ...module.errors.filter((error) => !isNamed(error, causes))]) };
  }

  /** The module as it is once the commas are there; spans are those of the text without them. */
  private withCommas(text: string, commas: readonly number[], originalSpan?: (span: Span) => Span): Module | undefined {
    let patched = '';
    let from = 0;
    for (const comma of commas) {
      patched += `${text.slice(from, comma)},`;
      from = comma;
    }
    patched += text.slice(from);
    // An inserted comma stands at `comma + index`; every offset past it moves back by the number of commas before it.
    const before = (offset: number): number => {
      let low = 0;
      let high = commas.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((commas[middle] as number) + middle < offset) low = middle + 1;
        else high = middle;
      }
      return offset - low;
    };
    const toText = (span: Span): Span => {
      const original = { start: before(span.start), end: before(span.end) };
      return originalSpan ? originalSpan(original) : original;
    };
    const tree = this.tree(patched);
    if (tree === undefined) return undefined;
    try {
      const wording = new Wording(patched);
      const module = lowerModule(tree.rootNode, wording, toText, undefined);
      if (!tree.rootNode.hasError) return module;
      const rest = diagnose(wording).problems.length > 0 ? [] : [firstError(tree.rootNode, patched, toText)];
      return { ...module, errors: [...module.errors, ...rest] };
    } finally {
      tree.delete();
    }
  }
}

/** What was lowered before, to take over the statements before the first change. */
interface LoweredText {
  readonly text: string;
  readonly module: Module;
}

function lowerModule(
  root: Node,
  wording: Wording,
  originalSpan: ((span: Span) => Span) | undefined,
  previous: LoweredText | undefined,
): Module {
  const { text } = wording;
  const context = new LoweringContext(text, originalSpan);
  const body: Statement[] = [];
  const known = previous && originalSpan === undefined ? new KnownStatements(previous, text) : undefined;
  const children = childrenOf(root);
  context.noteLayout(children, '');
  for (const node of children) {
    const old = known?.of(node);
    if (old) body.push(old);
    else body.push(...lowerStatement(node, AT_MODULE, context));
  }
  const hidden = hiddenProblems(wording, context.suspicious).map((problem) => ({
    ...problem,
    ...(originalSpan?.(problem) ?? {}),
  }));
  // A statement taken over had no problem: the text it came from would not have been kept otherwise.
  const errors = inOrder([...context.problems, ...hidden]);
  return { body, comments: commentsOf(root, context, wording), errors, ...context.map(0, text.length) };
}

/** The statements before and after what changed. */
class KnownStatements {
  private readonly byStart: ReadonlyMap<number, Statement>;
  private readonly prefix: number;
  private readonly suffix: number;
  /** How far the statements after the change have moved. */
  private readonly shift: number;

  constructor({ text: before, module }: LoweredText, text: string) {
    this.byStart = new Map(module.body.map((statement) => [statement.start, statement]));
    const [edit] = difference(before, text);
    this.prefix = edit?.span.start ?? text.length;
    this.suffix = edit ? edit.span.start + edit.text.length : text.length;
    this.shift = text.length - before.length;
  }

  of(node: Node): Statement | undefined {
    const { startIndex: start, endIndex: end } = node;
    const { shift } = this;
    // The character after the statement belongs to what decides where it ends.
    const by = end < this.prefix ? 0 : start >= this.suffix ? shift : undefined;
    const known = by === undefined ? undefined : this.byStart.get(start - by);
    // In a broken text the grammar leaves expressions where a statement should be.
    const isWhole = known?.end === end - (by ?? 0) && !node.hasError && /_(?:statement|definition)$/.test(node.type);
    if (by === undefined || known === undefined || !isWhole) return undefined;
    // An expression that is missing stands nowhere.
    const moved = (span: Span): Span =>
      span.start < known.start ? span : { start: span.start + by, end: span.end + by };
    return by === 0 ? inFull(known) : withSpans(known, moved);
  }
}

function commentsOf(root: Node, context: LoweringContext, wording: Wording): Comment[] {
  if (!context.text.includes('#')) return [];
  // What the grammar makes of a broken text leaves comments out.
  if (root.hasError)
    return wording.scan.comments.map((comment) => ({ ...comment, ...context.map(comment.start, comment.end) }));
  return root.descendantsOfType('comment').flatMap((node) => {
    if (node === null) return [];
    // The grammar counts the first half of a line end of two characters to the comment.
    const text = context.source(node).replace(/\r$/, '');
    return [{ text, ...context.map(node.startIndex, node.startIndex + text.length) }];
  });
}

function inOrder(errors: readonly SyntaxProblem[]): SyntaxProblem[] {
  return [...errors].sort((a, b) => a.start - b.start);
}

function isNamed(error: SyntaxProblem, causes: readonly SyntaxProblem[]): boolean {
  return causes.some((cause) => cause.start === error.start && cause.message === error.message);
}

/** Where the grammar first lost its way, for a text whose cause nobody could name. */
function firstError(root: Node, text: string, originalSpan: ((span: Span) => Span) | undefined): SyntaxProblem {
  let node = root;
  for (;;) {
    const next = node.children.find((child) => child !== null && (child.hasError || child.isMissing || child.isError));
    if (!next) break;
    node = next;
    if (node.isMissing) break;
  }
  const start = node.startIndex;
  const lineEnd = /[\r\n]/.exec(text.slice(start, start + 10_000));
  const end = Math.max(Math.min(node.endIndex, lineEnd ? start + lineEnd.index : node.endIndex), start);
  const span = originalSpan ? originalSpan({ start, end }) : { start, end };
  const what = node.isMissing ? `\`${node.type}\` is missing here` : 'this is not valid Python';
  return {
    kind: 'unexpected',
    error: 'SyntaxError',
    message: `${what[0]?.toUpperCase()}${what.slice(1)}.`,
    ...span,
  };
}

function giveUp(text: string, originalSpan: ((span: Span) => Span) | undefined): Module {
  const whole = { start: 0, end: text.length };
  const span = originalSpan ? originalSpan(whole) : whole;
  const { problems } = diagnose(new Wording(text));
  const errors: SyntaxProblem[] =
    problems.length > 0
      ? [...problems]
      : [
          {
            kind: 'unexpected',
            error: 'SyntaxError',
            message: 'This file is too tangled to be read.',
            start: span.start,
            end: span.start,
          },
        ];
  return { body: [], comments: [], errors, ...span };
}

class TreeSitterDocument implements PythonDocument {
  private readonly parser: TreeSitterParser;
  /** The tree of the last text that needed one, with the edits since then: what the next parse starts from. */
  private tree: Tree | undefined;
  /** The last text that was whole, to take over the statements before the first change. */
  private whole: LoweredText | undefined;
  text: string;
  module: Module;

  constructor(parser: TreeSitterParser, text: string) {
    this.parser = parser;
    this.text = text;
    this.module = this.read(text);
  }

  update(text: string, edits: readonly TextEdit[]): void {
    if (text === this.text) return;
    const lastFirst = [...edits].sort((a, b) => b.span.start - a.span.start);
    if (this.tree) for (const edit of lastFirst) this.tree.edit(treeEdit(this.text, edit));
    this.module = this.read(text);
    this.text = text;
  }

  private read(written: string): Module {
    const text = withNewlines(written);
    const module = this.parser.plain.parse(text) ?? this.parse(text);
    if (module.errors.length === 0) this.whole = { text, module };
    return module;
  }

  private parse(text: string): Module {
    const tree = this.parser.tree(text, this.tree);
    this.tree?.delete();
    this.tree = tree;
    return tree ? this.parser.lower(tree, text, undefined, this.whole) : giveUp(text, undefined);
  }

  dispose(): void {
    this.tree?.delete();
    this.tree = undefined;
  }
}

function treeEdit(text: string, { span, text: replacement }: TextEdit): Edit {
  const point = (source: SourceText, offset: number): { row: number; column: number } => {
    const { line, character } = source.positionAt(offset);
    return { row: line, column: character };
  };
  const before = new SourceText('', text);
  const startPosition = point(before, span.start);
  const lines = replacement.split('\n');
  const last = lines.at(-1) as string;
  const row = startPosition.row + lines.length - 1;
  return new Edit({
    startIndex: span.start,
    oldEndIndex: span.end,
    newEndIndex: span.start + replacement.length,
    startPosition,
    oldEndPosition: point(before, span.end),
    newEndPosition: { row, column: lines.length === 1 ? startPosition.column + last.length : last.length },
  });
}
