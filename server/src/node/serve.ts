import { Console } from 'node:console';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Connection, createConnection } from 'vscode-languageserver/node';
import { startServer } from '../server.ts';
import { dataFiles } from './dataFiles.ts';
import { disk } from './disk.ts';
import { packageLocator } from './packages.ts';
import { createNodeParser } from './parser.ts';
import { wholeMessages } from './wholeMessages.ts';

/** Is the language server of this process, over the transport that its arguments name (`--stdio`, `--node-ipc`). */
export function serve(): void {
  // The editor takes its time to say hello.
  const parser = createNodeParser();
  startServer(connect(), {
    disk,
    data: dataFiles,
    environment: process.env,
    docs: rulePages(),
    createParser: () => parser,
    packages: (files, { interpreter, searchPaths = [] }, folders) =>
      packageLocator(files, { interpreter, searchPaths, folders }),
  });
}

function connect(): Connection {
  if (!process.argv.includes('--stdio')) return createConnection();
  // Whatever else is printed must not get between the messages.
  globalThis.console = new Console(process.stderr);
  return createConnection(process.stdin, wholeMessages(process.stdout));
}

/** The folder of the rules' pages, which is shipped beside the bundle's. */
function rulePages(): string | undefined {
  const url = new URL('../docs/rules/', import.meta.url);
  return existsSync(fileURLToPath(url)) ? url.href : undefined;
}
