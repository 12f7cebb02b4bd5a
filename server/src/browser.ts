import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { PackageLocator } from './config/packages/locator.ts';
import { createPythonParser } from './python/grammar.ts';
import { startServer } from './server.ts';
import { joinPath } from './text/paths.ts';

/* The server in a web worker: no disk, no environment; files come from the editor. */

/** All that is needed of the worker here; its whole library of types would leak into every other file. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  disk: undefined,
  data: undefined,
  environment: {},
  docs: undefined,
  createParser: ({ wasm }) => {
    if (!wasm)
      throw new Error('In a browser, the client has to give the WebAssembly modules in its initialization options.');
    return createPythonParser(wasm);
  },
  // A browser has no Python environment, but the workspace may be a checkout.
  packages: (files, { searchPaths = [] }, folders) => {
    const [first = ''] = folders;
    return new PackageLocator(files, () => [...searchPaths.map((path) => joinPath(first, path)), ...folders]);
  },
});
