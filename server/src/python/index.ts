export { createPythonParser, type PythonDocument, type PythonParser } from './parser.ts';
export * from './syntax.ts';
