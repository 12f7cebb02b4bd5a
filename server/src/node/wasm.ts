import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ParserWasm } from '../python/grammar.ts';

/** Reads the WebAssembly modules from beside the bundle, or from the packages when the sources run as they are. */
export async function loadWasm(): Promise<ParserWasm> {
  const [treeSitter, python] = await Promise.all([read('web-tree-sitter'), read('tree-sitter-python')]);
  return { treeSitter, python };
}

async function read(name: string): Promise<Uint8Array> {
  try {
    return await readFile(new URL(`./${name}.wasm`, import.meta.url));
  } catch {
    return readFile(createRequire(import.meta.url).resolve(`${name}/${name}.wasm`));
  }
}
