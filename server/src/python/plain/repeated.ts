import { RecentMap } from '../../text/recentMap.ts';
import { isMovable, type Movable, moved } from '../spans.ts';
import type { Comment, Statement } from '../syntax.ts';
import type { Cursor } from './cursor.ts';

interface KnownStatement {
  readonly statement: Movable;
  /** Inside the statement and behind it on its last line. */
  readonly comments: readonly Comment[];
  readonly weight: number;
}

/** In characters. Longer statements are hardly ever repeated. */
const MAX_LENGTH = 8_000;
/** In characters. */
const MAX_TEXT_LENGTH = 64_000;
/** All that is kept, in characters of statements; a short one takes more memory than its length says. */
const MAX_KEPT = 400_000;
const LEAST_WEIGHT = 100;
/** What is kept of a text keeps all of it, in its plain form, which takes so much less. */
const LESS_FOR_TEXT = 32;

/** Statements by their text. Configs repeat each other, and a text that is edited repeats itself: each is read once. */
export class RepeatedStatements {
  private readonly kept = new RecentMap<KnownStatement>(
    () => MAX_KEPT,
    ({ weight }) => weight,
  );

  /**
   * Reads the statement at the cursor, which is at the start of a line.
   * @param read reads it from the text
   */
  read(cursor: Cursor, read: (cursor: Cursor) => Statement): Statement {
    const { text, position: start } = cursor;
    if (text.length > MAX_TEXT_LENGTH) return read(cursor);
    const end = endOfLines(text, start);
    if (end - start > MAX_LENGTH) return read(cursor);
    const lines = text.slice(start, end);
    const known = this.kept.get(lines);
    if (known) {
      const by = start - known.statement.start;
      for (const comment of known.comments)
        cursor.comments.push({ text: comment.text, start: comment.start + by, end: comment.end + by });
      cursor.position = end;
      return moved(known.statement, by);
    }
    const before = cursor.comments.length;
    const statement = read(cursor);
    if (cursor.position === end && statement.start === start && isMovable(statement)) {
      const weight = Math.max(lines.length, LEAST_WEIGHT, text.length / LESS_FOR_TEXT);
      this.kept.set(lines, { statement, comments: cursor.comments.slice(before), weight });
    }
    return statement;
  }
}

/** The end of the line at `start` and of those that go on with it, as far as their first characters tell. */
function endOfLines(text: string, start: number): number {
  for (let at = start; ; ) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return text.length;
    const code = text.charCodeAt(at);
    const goesOn = code === 32 || code === 9 || code === 41 || code === 93 || code === 125;
    if (!goesOn) return at;
  }
}
