type Mutation = (text: string, below: (n: number) => number) => string;

const SNIPPETS = [
  '(',
  ')',
  '[',
  '}',
  "'",
  '"""',
  ',',
  '=',
  ':',
  '\\',
  '\n',
  '\r',
  '\t',
  '    ',
  '\0',
  '\ufeff',
  '\ud800',
  '🦙',
  '{{',
  '}}',
  '{{_base_.x}}',
  '{{$HOME}}',
  '_base_ = __file__',
  "_base_ = ['.', './..', '/', '']",
  '_delete_=True, ',
  '**',
  '*',
  'lambda: ',
  'while True: pass\n',
  'x = [0] * 10**9\n',
  'x = 9**9**9\n',
  "x = 'a' * 10**10\n",
  'x = list(range(10**12))\n',
  'def f(): return f()\nf()\n',
  'train_cfg = train_cfg\n',
  'x = []\nx.append(x)\n',
  'with read_base():\n    from .. import *\n',
  'import torch\n',
  'from . import x\n',
  'del train_cfg\n',
  'for i in range(10**9): a = i\n',
  'a = b = c = dict()\na.update(b=b)\n',
  "'%s' % ",
  'f"{x!r:{y}}"',
  '# mmlens: iters-per-epoch=0\n',
  '# mmlens: ignore[',
] as const;

const NESTS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['dict(a=', ')'],
  ["{'a': ", '}'],
  ['-', ''],
  ['not ', ''],
];

const MUTATIONS: readonly Mutation[] = [
  function flipCharacters(text, below) {
    const characters = [...text];
    for (let count = 1 + below(8); count > 0; count--)
      characters[below(characters.length || 1)] = String.fromCharCode(below(0x180));
    return characters.join('');
  },
  function dropBrackets(text, below) {
    const every = 1 + below(6);
    let seen = below(every + 1);
    return text.replaceAll(/[()[\]{}]/g, (bracket) => (seen++ % (every + 1) === 0 ? '' : bracket));
  },
  function swapLines(text, below) {
    const lines = text.split('\n');
    for (let count = 1 + below(4); count > 0; count--) {
      const a = below(lines.length);
      const b = below(lines.length);
      [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
    }
    return lines.join('\n');
  },
  function dropLines(text, below) {
    const keep = 2 + below(10);
    return text
      .split('\n')
      .filter(() => below(keep) > 0)
      .join('\n');
  },
  function truncate(text, below) {
    return text.slice(0, below(text.length + 1));
  },
  function insertSnippets(text, below) {
    let result = text;
    for (let count = 1 + below(4); count > 0; count--) {
      const at = below(result.length + 1);
      result = result.slice(0, at) + SNIPPETS[below(SNIPPETS.length)] + result.slice(at);
    }
    return result;
  },
  function insertStatement(text, below) {
    const lines = text.split('\n');
    lines.splice(below(lines.length + 1), 0, SNIPPETS[below(SNIPPETS.length)] ?? '');
    return lines.join('\n');
  },
  function repeatPiece(text, below) {
    const start = below(text.length + 1);
    const piece = text.slice(start, start + below(80));
    return text.slice(0, start) + piece.repeat(1 + below(60)) + text.slice(start);
  },
  function nestDeeply(text, below) {
    const depth = 1 + below(3000);
    const [open, close] = NESTS[below(NESTS.length)] ?? ['(', ')'];
    return `${text}\nx = ${open.repeat(depth)}1${below(4) === 0 ? '' : close.repeat(depth)}\n`;
  },
  function swapTokens(text, below) {
    const tokens = text.split(/\b/);
    for (let count = 1 + below(6); count > 0; count--) {
      const a = below(tokens.length);
      tokens[a] = tokens[below(tokens.length)] ?? '';
    }
    return tokens.join('');
  },
];

/** One to three random changes to a config's text. */
export function mutate(text: string, random: () => number): string {
  const below = (n: number): number => Math.floor(random() * n);
  let result = text;
  for (let count = 1 + below(3); count > 0; count--)
    result = (MUTATIONS[below(MUTATIONS.length)] ?? String)(result, below);
  return result;
}
