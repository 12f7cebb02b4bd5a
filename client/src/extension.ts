import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith, built, CLIENT_ID, CLIENT_NAME } from './client.ts';

/** Entry of the extension in Node: the server is a child process that talks over Node's own channel. */
export function activate(context: ExtensionContext): Promise<void> {
  const run = { module: built(context, 'server.cjs').fsPath, transport: TransportKind.ipc };
  return activateWith(
    context,
    async (options) => new LanguageClient(CLIENT_ID, CLIENT_NAME, { run, debug: run }, options),
  );
}
