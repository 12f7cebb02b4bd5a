import { createPythonParser } from '../python/grammar.ts';
import type { PythonParser } from '../python/index.ts';
import { loadWasm } from './wasm.ts';

/** The parser, from the WebAssembly modules beside the bundle. */
export async function createNodeParser(): Promise<PythonParser> {
  return createPythonParser(await loadWasm());
}
