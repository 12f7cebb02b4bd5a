/** YAML text → nodes, with what libyaml (which MMEngine reads YAML through) has against the text. */
import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isPair,
  isScalar,
  type Node,
  parseAllDocuments,
  visit,
  type YAMLError,
} from 'yaml';
import type { Place } from '../../text/source.ts';
import { type DataError, type Locate, MAX_DEPTH } from './result.ts';
import { joinUnindentedLines } from './yamlFlow.ts';
import { scanYaml } from './yamlTokens.ts';

export interface YamlSyntax {
  /** The first document, the only one that Python reads; its plain scalars are all text. Undefined when the file is empty. */
  readonly document: Document | undefined;
  /** What each alias stands for: the last node before it with that anchor. */
  readonly aliases: ReadonlyMap<Alias, Node>;
  /** In the order in which Python would meet them. */
  readonly errors: readonly DataError[];
  readonly comments: readonly Place[];
}

export function yamlSyntax(text: string, locate: Locate): YamlSyntax {
  const refused = (error: string, message: string, start: number, end: number): YamlSyntax => ({
    document: undefined,
    aliases: new Map(),
    errors: [{ error, message, place: locate(start, end) }],
    comments: [],
  });
  const control = /[^\P{Cc}\t\n\r\x85]|[\ufffe\uffff]/u.exec(text);
  if (control) return refused('ReaderError', 'control characters are not allowed', control.index, control.index + 1);
  const tokens = scanYaml(text);
  // The `yaml` package is recursive and would overflow the stack.
  if (tokens.depth > 2 * MAX_DEPTH) return refused('RecursionError', 'maximum recursion depth exceeded', 0, 0);
  const documents = documentsOf(text);
  const found: (DataError & { readonly offset: number })[] = [];
  const report: Report = (error, message, start, end) =>
    found.push({ error, message, place: locate(start, end), offset: start });
  const [document, second] = documents;
  for (const error of document?.errors ?? documents.errors ?? [])
    if (!isCloseComment(error.message, text, error.pos[0])) report(errorName(error, text), error.message, ...error.pos);
  for (const { message, pos } of document?.warnings ?? documents.warnings ?? [])
    if (/^(?:Unknown directive|Unsupported YAML version)/.test(message))
      report(message.startsWith('Unknown') ? 'ScannerError' : 'ParserError', message, ...pos);
  const aliases = document ? inspect(document, text, report) : new Map();
  if (second) {
    const start = second.range[0];
    if (second.directives?.docStart)
      report('ComposerError', 'expected a single document in the stream but found another document', start, start);
    else report('ParserError', 'did not find expected <document start>', start, start);
  }
  found.sort((a, b) => a.offset - b.offset);
  const comments = tokens.comments.map(({ start, end }) => locate(start, end));
  return { document, aliases, errors: found, comments };
}

type Report = (error: string, message: string, start: number, end: number) => void;
/** A comment right behind a quote or a bracket, which PyYAML does not mind. */
function isCloseComment(message: string, text: string, start: number): boolean {
  return message.startsWith('Comments must be separated') && /["'\]}]/.test(text[start - 1] ?? '');
}

type Documents = readonly Document.Parsed[] & Partial<Pick<Document, 'errors' | 'warnings'>>;

function documentsOf(original: string): Documents {
  const text = original.replace(/\r(?!\n)/g, '\n');
  const documents = parseAllDocuments(text, OPTIONS);
  if (!documents[0]?.errors.length) return documents;
  const joined = joinUnindentedLines(text);
  const again = joined === text ? undefined : parseAllDocuments(joined, OPTIONS);
  return again?.[0]?.errors.length === 0 ? again : documents;
}

const OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** What each alias stands for; reports what libyaml refuses and the `yaml` package does not. */
function inspect(document: Document, text: string, report: Report): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const aliases = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      const [start, end] = node.range ?? [0, 0];
      const name = isAlias(node) ? node.source : node.anchor;
      if (name !== undefined && !/^[\w-]+$/.test(name))
        report('ScannerError', 'did not find expected alphabetic or numeric character', start, end);
      else if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) aliases.set(node, target);
        else report('ComposerError', `found undefined alias '${node.source}'`, start, end);
      } else if (node.anchor) {
        if (anchors.has(node.anchor)) report('ComposerError', `found duplicate anchor '${node.anchor}'`, start, start);
        anchors.set(node.anchor, node);
      }
      if (isScalar(node) && node.type === 'QUOTE_DOUBLE' && SURROGATE_ESCAPE.test(text.slice(start, end)))
        report('ScannerError', 'found invalid Unicode character escape code', start, end);
    },
    Pair(_, { key }) {
      if (!isScalar(key) || !key.range || key.range[0] !== key.range[1] || key.anchor || key.tag) return;
      if (!text.slice(0, key.range[0]).trimEnd().endsWith('?'))
        report('ParserError', 'did not find expected key', key.range[0], key.range[1]);
    },
  });
  return aliases;
}

const SURROGATE_ESCAPE = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;

const SCANNER_CODES: ReadonlySet<string> = new Set([
  'BAD_ALIAS',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'BLOCK_AS_IMPLICIT_KEY',
  'KEY_OVER_1024_CHARS',
  'MULTILINE_IMPLICIT_KEY',
  'TAB_AS_INDENT',
]);
const SCANNER_MESSAGES =
  /closing ['"]|need to be followed by map values|Block scalar header|block-seq-ind on same line|has no suffix/;
const PARSER_MESSAGES = /block sequence may not be used|flow indicator character/;

function errorName({ code, message, pos }: YAMLError, text: string): string {
  // Text alone on its line could only be a key, and libyaml misses its colon before it misses anything else.
  if (message.startsWith('Unexpected scalar'))
    return /\n[ ]*$/.test(text.slice(0, pos[0])) && !/^.*:(?:\s|$)/.test(text.slice(pos[0]))
      ? 'ScannerError'
      : 'ParserError';
  if (PARSER_MESSAGES.test(message)) return 'ParserError';
  return SCANNER_CODES.has(code) || SCANNER_MESSAGES.test(message) ? 'ScannerError' : 'ParserError';
}

/** Where a node's own text ends, without the line ends and comments behind it. */
export function endOfNode(node: Node, text: string): number {
  const [start, end] = node.range ?? [0, 0];
  if (!isCollection(node) || text[end - 1] === ']' || text[end - 1] === '}')
    return start + text.slice(start, end).trimEnd().length;
  const last: unknown = node.items[node.items.length - 1];
  if (isPair<Node | null, Node | null>(last))
    return last.value ? Math.max(endOfNode(last.value, text), keyEnd(last.key, text)) : keyEnd(last.key, text);
  return last ? endOfNode(last as Node, text) : start;
}

function keyEnd(key: Node | null, text: string): number {
  return key ? endOfNode(key, text) : 0;
}
