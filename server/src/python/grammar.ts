export { createPythonParser, type ParserWasm } from './parser.ts';
