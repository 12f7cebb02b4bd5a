import { type ExtensionContext, workspace } from 'vscode';
import { LanguageClient, State } from 'vscode-languageclient/browser';
import type { InitializationOptions } from '../../server/src/protocol.ts';
import { activateWith, built, CLIENT_ID, CLIENT_NAME } from './client.ts';

/** All that is needed of the browser here; its whole library of types would leak into every other file. */
declare const Worker: new (url: string) => Worker & { terminate(): void };

/** Entry of the extension in a browser: the server is a web worker, which gets its WebAssembly modules from here. */
export function activate(context: ExtensionContext): Promise<void> {
  return activateWith(context, async (options) => {
    // Only the editor can read the extension's files wherever they are; some hosts give a worker no way to them.
    const [server, treeSitter, python] = await Promise.all([
      workspace.fs.readFile(built(context, 'server.browser.js')),
      workspace.fs.readFile(built(context, 'web-tree-sitter.wasm')),
      workspace.fs.readFile(built(context, 'tree-sitter-python.wasm')),
    ]);
    const initializationOptions: InitializationOptions = {
      ...options.initializationOptions,
      wasm: { treeSitter, python },
    };
    const url = URL.createObjectURL(new Blob([new Uint8Array(server)], { type: 'text/javascript' }));
    const worker = new Worker(url);
    const client = new LanguageClient(CLIENT_ID, CLIENT_NAME, { ...options, initializationOptions }, worker);
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Stopped) return;
      worker.terminate();
      URL.revokeObjectURL(url);
    });
    return client;
  });
}
