import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { startServer } from '../server.ts';
import { dataFiles } from './dataFiles.ts';
import { disk } from './disk.ts';
import { packageLocator } from './packages.ts';
import { createNodeParser } from './parser.ts';

/** Is the language server of this process, over the transport that its arguments name (`--stdio`, `--node-ipc`). */
export function serve(): void {
  // The editor takes its time to say hello.
  const parser = createNodeParser();
  startServer(createConnection(), {
    disk,
    data: dataFiles,
    environment: process.env,
    docs: rulePages(),
    createParser: () => parser,
    packages: (files, { interpreter, searchPaths = [] }, folders) =>
      packageLocator(files, { interpreter, searchPaths, folders }),
  });
}

/** The folder of the rules' pages, which is shipped beside the bundle's. */
function rulePages(): string | undefined {
  const url = new URL('../docs/rules/', import.meta.url);
  return existsSync(fileURLToPath(url)) ? url.href : undefined;
}
