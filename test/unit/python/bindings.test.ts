import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import NativeParser from 'tree-sitter';
import Python from 'tree-sitter-python';
import { expect, test } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { loadWasm } from '../../../server/src/node/wasm.ts';

/** Any binding's node: both have these. */
interface Node {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly children: readonly (Node | null)[];
}

function outline(node: Node): unknown[] {
  return [node.type, node.startIndex, node.endIndex, ...node.children.map((child) => child && outline(child))];
}

/** Folders of real configs that are at hand, beside those of this repository. */
const FOLDERS = ['examples', 'test', ...(process.env.MMLENS_CORPORA?.split(':') ?? [])];
/** Comparing trees node by node takes its time; a sample of many thousand files does. */
const MAX_FILES = 400;

test('the native binding and the WebAssembly one give the same tree', async () => {
  const wasm = await loadWasm();
  await Parser.init({ wasmBinary: wasm.treeSitter });
  const shipped = new Parser();
  shipped.setLanguage(await Language.load(wasm.python));
  const native = new NativeParser();
  native.setLanguage(Python as unknown as NativeParser.Language);
  const all = FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.py`, { absolute: true }));
  const files = all.filter((_, index) => index % Math.ceil(all.length / MAX_FILES) === 0);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const tree = shipped.parse(text);
    expect(tree && outline(tree.rootNode), file).toEqual(
      outline(native.parse((at) => text.slice(at, at + 4096)).rootNode as unknown as Node),
    );
    tree?.delete();
  }
}, 120_000);
