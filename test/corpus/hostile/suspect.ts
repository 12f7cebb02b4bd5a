import { pathToFileURL } from 'node:url';
import { LanguageServer } from '../../../bench/languageServer.ts';

/** No file may take more, in milliseconds of processor time, or make the server larger, in megabytes. */
export const TIME_LIMIT = 2000;
export const MEMORY_LIMIT = 300;

export interface Case {
  /** Where the text pretends to lie, so that its bases are found. */
  readonly path: string;
  readonly text: string;
}

export async function startServer(): Promise<LanguageServer> {
  const server = new LanguageServer(process.execPath, ['dist/cli.js', '--stdio']);
  await server.initialize(pathToFileURL('/').href);
  return server;
}

/** How many findings the server has for a config that is plainly wrong. */
export async function findings(server: LanguageServer): Promise<number> {
  const uri = 'file:///wrong.py';
  await server.open(uri, "train_cfg = dict(type='EpochBasedTrainLoop', by_epoch=True, max_epochs=12)\n");
  const found = await server.findings(uri);
  await server.close(uri);
  return found.length;
}

/**
 * Opens the text and asks for all that an editor asks for. Answers what is wrong, or undefined: a dead server, an
 * error for an answer, or none in `patience` milliseconds.
 */
export async function ask(
  server: LanguageServer,
  { path, text }: Case,
  patience = TIME_LIMIT,
): Promise<string | undefined> {
  const uri = pathToFileURL(path).href;
  const lines = text.split('\n');
  const line = lines.length >> 1;
  const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const everything = async (): Promise<void> => {
    await server.open(uri, text);
    const diagnostics = await server.findings(uri);
    const range = { start: { line: 0, character: 0 }, end };
    await server.request('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics } });
    const position = { line, character: (lines[line]?.length ?? 0) >> 1 };
    await server.request('textDocument/hover', { textDocument: { uri }, position });
    await server.request('mmengineLens/status', { uri });
    for (const to of ['iter', 'epoch']) await server.request('mmengineLens/convert', { uri, to, itersPerEpoch: 100 });
    await server.close(uri);
  };
  let timer: NodeJS.Timeout | undefined;
  let exited: (() => void) | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer after ${patience} ms`), patience);
  });
  const dead = new Promise<string>((resolve) => {
    exited = () => resolve('the server died');
    server.process.once('exit', exited);
  });
  const answer = everything().then(
    () => undefined,
    (error: unknown) => `answered with an error: ${error instanceof Error ? error.message : String(error)}`,
  );
  const problem = await Promise.race([answer, late, dead]);
  clearTimeout(timer);
  if (exited) server.process.removeListener('exit', exited);
  return problem;
}

/** A suspicious file once more in a server of its own, where nothing else can be to blame. */
export async function confirm(suspect: Case): Promise<string | undefined> {
  const server = await startServer();
  try {
    const before = server.usage().cpu;
    const problem = await ask(server, suspect, 10 * TIME_LIMIT);
    if (problem !== undefined) return problem;
    const { cpu, peakMemory } = server.usage();
    if (cpu - before > TIME_LIMIT) return `took ${cpu - before} ms`;
    return peakMemory > MEMORY_LIMIT ? `needs ${peakMemory.toFixed(0)} MB` : undefined;
  } finally {
    server.kill();
  }
}
