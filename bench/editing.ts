import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { LanguageServer } from './languageServer.ts';
import { median, percentile } from './statistics.ts';

export interface EditingResult {
  readonly name: string;
  /** Milliseconds from starting the process to the findings of the first file. */
  readonly firstFindings: number;
  /** Milliseconds from a key press to the findings of the changed text. */
  readonly p50: number;
  readonly p99: number;
  /** The same, median, while a bracket is open. */
  readonly open: number;
  /** Megabytes resident after the last key press. */
  readonly memory: number;
}

export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly keystrokes: number;
}

/** Starts a server several times, then types a line into the config, one key at a time. */
export async function measureEditing(contestant: Contestant, file: string): Promise<EditingResult> {
  const text = await readFile(file, 'utf8');
  const starts: number[] = [];
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    const server = await start(contestant, file, text);
    starts.push(performance.now() - began);
    await server.shutdown();
  }
  const server = await start(contestant, file, text);
  const times = await type(server, file, text, LINES, contestant.keystrokes);
  const memory = server.usage().memory;
  await server.shutdown();
  const broken = await start(contestant, file, text);
  const whileOpen = await type(broken, file, text, OPEN, contestant.keystrokes);
  await broken.shutdown();
  return {
    name: contestant.name,
    firstFindings: median(starts),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    open: percentile(whileOpen.slice(OPEN.indexOf('(') + 1), 0.5),
    memory,
  };
}

async function start(contestant: Contestant, file: string, text: string): Promise<LanguageServer> {
  const server = new LanguageServer(contestant.command, contestant.args, dirname(file));
  await server.initialize(pathToFileURL(dirname(file)).href);
  const uri = pathToFileURL(file).href;
  await server.open(uri, text);
  await server.findings(uri);
  return server;
}

const LINES = '\ntrain_cfg = dict(val_interval=5)\n# once more';
/** Its bracket is never closed. */
const OPEN = `\ntrain_cfg = dict(${'val_interval=5, '.repeat(20)}`;

/** Lines of their own grow between top-level statements, over and over: every text is new, so no cache helps. */
async function type(
  server: LanguageServer,
  file: string,
  text: string,
  typed: string,
  keystrokes: number,
): Promise<number[]> {
  const uri = pathToFileURL(file).href;
  let offset = text.indexOf('\ntrain_cfg');
  const times: number[] = [];
  for (let key = 0; key < keystrokes; key++) {
    const began = performance.now();
    await server.insert(uri, offset, typed[key % typed.length] ?? ' ');
    await server.findings(uri);
    times.push(performance.now() - began);
    offset++;
  }
  return times;
}
