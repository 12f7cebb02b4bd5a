/** Characters as Python's `str` tells them apart and changes their case, where JavaScript has other rules. */

const SPACES =
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

/** What `str.strip` takes away and `str.split` splits at. */
export const WHITESPACE: ReadonlySet<string> = new Set(SPACES);

/** `text` without the characters of `set` at its ends. */
export function stripped(text: string, set: ReadonlySet<string> = WHITESPACE, left = true, right = true): string {
  const points = [...text];
  let start = 0;
  let end = points.length;
  while (left && start < end && set.has(points[start] ?? '')) start++;
  while (right && end > start && set.has(points[end - 1] ?? '')) end--;
  return points.slice(start, end).join('');
}

const LINE_ENDS = '\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029';
const LINES = new RegExp(`[^${LINE_ENDS}]*(\r\n|[${LINE_ENDS}]|$)`, 'gu');

/** `str.splitlines`. */
export function lines(text: string, keepsEnds: boolean): string[] {
  const found: string[] = [];
  for (const [line, end = ''] of text.matchAll(LINES))
    if (line !== '') found.push(keepsEnds ? line : line.slice(0, line.length - end.length));
  return found;
}

/** Digits of every script as ASCII ones, as `int` and `float` read them. */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    // The ten digits of a script follow each other, and what precedes a zero is no digit or another script's nine.
    let before = 0;
    const code = digit.codePointAt(0) ?? 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
    return String(before % 10);
  });
}

/** Digits that do not make decimal numbers: superscripts, circled ones, … */
const OTHER_DIGITS =
  '\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}';

const ALL_OF: Readonly<Record<string, RegExp>> = {
  isdigit: new RegExp(`^[\\p{Nd}${OTHER_DIGITS}]+$`, 'u'),
  isdecimal: /^\p{Nd}+$/u,
  isnumeric: /^\p{N}+$/u,
  isalpha: /^\p{L}+$/u,
  isalnum: /^[\p{L}\p{N}]+$/u,
  isspace: new RegExp(`^[${SPACES}]+$`, 'u'),
  isidentifier: /^[\p{XIDS}_]\p{XIDC}*$/u,
};

/** `str.isdigit` and the like, by name; undefined where it cannot be known. */
export function isAllOf(name: string, text: string): boolean | undefined {
  // Some of these are numbers as well, by no rule.
  if (name === 'isnumeric' && /\p{Script=Han}/u.test(text)) return undefined;
  return ALL_OF[name]?.test(text);
}

const IS_UPPER = /\p{Uppercase}/u;
const IS_LOWER = /\p{Lowercase}/u;
const IS_TITLE = /\p{Lt}/u;
const IS_CASED = /\p{Cased}/u;

/** `str.isupper`. */
export function isUpper(text: string): boolean {
  return IS_UPPER.test(text) && !IS_LOWER.test(text) && !IS_TITLE.test(text);
}

/** `str.islower`. */
export function isLower(text: string): boolean {
  return IS_LOWER.test(text) && !IS_UPPER.test(text) && !IS_TITLE.test(text);
}

/** `str.istitle`. */
export function isTitle(text: string): boolean {
  let previousIsCased = false;
  let hasCased = false;
  for (const character of text) {
    const begins = IS_UPPER.test(character) || IS_TITLE.test(character);
    const continues = IS_LOWER.test(character);
    if (begins ? previousIsCased : continues && !previousIsCased) return false;
    previousIsCased = begins || continues;
    hasCased ||= previousIsCased;
  }
  return hasCased;
}

/** The letters that have a form of their own at the start of a word. */
const DIGRAPHS: ReadonlyMap<string, string> = new Map(
  ['ǅǄǆ', 'ǈǇǉ', 'ǋǊǌ', 'ǲǱǳ'].flatMap(([title = '', ...others]) =>
    [title, ...others].map((letter) => [letter, title]),
  ),
);

/** A character in title case; undefined where Python's table is needed. */
function titleCharacter(character: string): string | undefined {
  if (/[\u0149\u1f80-\u1fff]/.test(character)) return undefined;
  if (/[\u10d0-\u10ff]/.test(character)) return character;
  const [first = '', ...rest] = character.toUpperCase();
  return DIGRAPHS.get(character) ?? first + rest.join('').toLowerCase();
}

/** `str.title`; undefined where it cannot be known. */
export function title(text: string): string | undefined {
  const lower = lowerCharacters(text);
  let result = '';
  let previousIsCased = false;
  let i = 0;
  for (const character of text) {
    const changed = previousIsCased ? lower[i] : titleCharacter(character);
    if (changed === undefined) return undefined;
    result += changed;
    previousIsCased = IS_CASED.test(character);
    i++;
  }
  return result;
}

/** `str.capitalize`; undefined where it cannot be known. */
export function capitalize(text: string): string | undefined {
  const [first, ...rest] = lowerCharacters(text);
  if (first === undefined) return '';
  const changed = titleCharacter(String.fromCodePoint(text.codePointAt(0) ?? 0));
  return changed === undefined ? undefined : changed + rest.join('');
}

/** `str.swapcase`. */
export function swapCase(text: string): string {
  const lower = lowerCharacters(text);
  return [...text]
    .map((character, i) =>
      IS_UPPER.test(character) ? lower[i] : IS_LOWER.test(character) ? character.toUpperCase() : character,
    )
    .join('');
}

/** Each character in lower case where it stands: a sigma at the end of a word differs. */
function lowerCharacters(text: string): string[] {
  const whole = text.toLowerCase();
  let at = 0;
  return [...text].map((character) => {
    const { length } = character.toLowerCase();
    at += length;
    return whole.slice(at - length, at);
  });
}

/** `str.casefold`. */
export function caseFold(text: string): string {
  return text.replace(/[^\0-\x7f]|[A-Z]/gu, (character) => {
    if (character === 'ı') return character;
    if (character === 'ẞ') return 'ss';
    const upper = character.toUpperCase();
    return /\p{Script=Cherokee}/u.test(character) ? upper : upper.toLowerCase();
  });
}
