/** libyaml lets lines inside brackets and quotes start at any column; the `yaml` package wants them indented. */
import { Lexer } from 'yaml';

const FLOW_END = '\u0018';
const MAX_WORK = 20_000_000;

/** The same text, offset by offset, with the line breaks blanked out that stop the `yaml` package inside brackets or quotes. */
export function joinUnindentedLines(text: string): string {
  let current = text;
  for (let work = 0; work < MAX_WORK; work += text.length) {
    const next = joinFirst(current);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

function joinFirst(text: string): string | undefined {
  let offset = 0;
  let commentStart = -1;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === FLOW_END) {
      const lineBreak = text.lastIndexOf('\n', offset - 1);
      if (lineBreak < 0 || isDocumentMarker(text, offset)) return undefined;
      const comment =
        commentStart >= 0 && !text.slice(commentStart, lineBreak).includes('\n') ? commentStart : lineBreak;
      return blank(text, comment, lineBreak + 1);
    }
    if (lexeme === '\u0002' || lexeme === '\u001f') continue;
    if (isOpenQuote(lexeme)) {
      const lineBreak = offset + lexeme.length;
      // Spaces around the break belong to the folding, which a blank does not do.
      if (/^\S\n\S$/.test(text.slice(lineBreak - 1, lineBreak + 2)) && !isDocumentMarker(text, lineBreak + 1))
        return blank(text, lineBreak, lineBreak + 1);
    }
    if (lexeme.startsWith('#')) commentStart = offset;
    offset += lexeme.length;
  }
  return undefined;
}

function isOpenQuote(lexeme: string): boolean {
  if (lexeme.startsWith('"')) return !/^"(?:[^"\\]|\\.)*"$/s.test(lexeme);
  return lexeme.startsWith("'") && !/^'(?:[^']|'')*'$/.test(lexeme);
}

function isDocumentMarker(text: string, offset: number): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(offset, offset + 4));
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
