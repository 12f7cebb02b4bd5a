import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { createPythonParser } from './python/index.ts';
import { startServer } from './server.ts';

/* The server in a web worker: no disk, no environment; files come from the editor. */

/** All that is needed of the worker here; its whole library of types would leak into every other file. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  disk: undefined,
  environment: {},
  docs: undefined,
  createParser: ({ wasm }) => {
    if (!wasm)
      throw new Error('In a browser, the client has to give the WebAssembly modules in its initialization options.');
    return createPythonParser(wasm);
  },
  packages: () => ({ resolveExternalConfig: notHere, resolveModule: notHere }),
});

function notHere(name: string): { error: { error: string; message: string } } {
  const error = name.includes('::') ? 'PkgNotFoundError' : 'ModuleNotFoundError';
  return { error: { error, message: `${name} is in a Python package, and a browser has none.` } };
}
