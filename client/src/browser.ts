import { type ExtensionContext, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { InitializationOptions } from '../../server/src/protocol.ts';
import { activateWith, built, CLIENT_ID, CLIENT_NAME } from './client.ts';

/** Entry of the extension in a browser: the server is a web worker, which gets its WebAssembly modules from here. */
export function activate(context: ExtensionContext): Promise<void> {
  return activateWith(context, async (options) => {
    // A worker of an extension has an opaque origin in some hosts and cannot fetch the files beside it.
    const [treeSitter, python] = await Promise.all(
      ['web-tree-sitter.wasm', 'tree-sitter-python.wasm'].map((name) => workspace.fs.readFile(built(context, name))),
    );
    const worker = new Worker(built(context, 'server.browser.js').toString(true));
    const wasm = treeSitter && python ? { treeSitter, python } : undefined;
    const initializationOptions: InitializationOptions = { ...options.initializationOptions, ...(wasm && { wasm }) };
    return new LanguageClient(CLIENT_ID, CLIENT_NAME, { ...options, initializationOptions }, worker);
  });
}
