export { GrammarWanted, LazyParser } from './lazy.ts';
export type { PythonDocument, PythonParser } from './parser.ts';
export { replaceSets } from './replaceSets.ts';
export { inFull } from './spans.ts';
export * from './syntax.ts';
