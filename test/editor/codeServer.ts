import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '4.139.1';
/** The only Node that this version of code-server runs on; it comes as an npm package of its own. */
const NODE_MAJOR = 24;

const run = promisify(execFile);

export interface CodeServer {
  readonly node: string;
  readonly entry: string;
}

/** VS Code as a web server, from npm, in a folder outside of the repository where it stays for the next time. */
export async function installCodeServer(): Promise<CodeServer> {
  const cache = process.env.MMLENS_CACHE ?? join(homedir(), '.cache', 'mmengine-lens');
  const folder = join(cache, `code-server-${VERSION}`);
  const [runtime, editor] = [join(folder, 'runtime'), join(folder, 'editor')];
  const binaries = join(runtime, 'node_modules', 'node', 'bin');
  const installed = {
    node: join(binaries, 'node'),
    entry: join(editor, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
  const done = join(folder, 'installed');
  if (existsSync(done)) return installed;
  console.log(`Installing code-server ${VERSION} into ${folder}; this takes some minutes.`);
  await rm(folder, { recursive: true, force: true });
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` };
  // What the npm that runs this test says of its Node, code-server would take for its own.
  delete env.npm_config_user_agent;
  // One after the other: the second is built by the first.
  await install(`node@${NODE_MAJOR}`, runtime, env);
  await install(`code-server@${VERSION}`, editor, env);
  await run(installed.node, [installed.entry, '--version'], { env: { ...env, XDG_CONFIG_HOME: folder } });
  await writeFile(done, '');
  return installed;
}

async function install(name: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await run('npm', ['install', '--no-audit', '--no-fund', '--foreground-scripts', name], {
    cwd: folder,
    env,
    maxBuffer: 1 << 28,
  });
}

export interface RunningServer {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Starts an editor with nothing in it but the extension.
 * @param profile an empty folder for its settings and its log
 */
export async function startCodeServer(
  { node, entry }: CodeServer,
  extension: string,
  profile: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<RunningServer> {
  const folders = ['--user-data-dir', join(profile, 'data'), '--extensions-dir', join(profile, 'extensions')];
  const env = { ...process.env, XDG_CONFIG_HOME: profile, XDG_DATA_HOME: profile };
  await mkdir(join(profile, 'data', 'User'), { recursive: true });
  await writeFile(join(profile, 'data', 'User', 'settings.json'), JSON.stringify(settings));
  await run(node, [entry, ...folders, '--install-extension', extension], { env });

  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--auth', 'none', '--disable-workspace-trust', '--disable-telemetry', '--disable-update-check'];
  const server = spawn(node, [entry, ...folders, ...flags, '--bind-addr', address], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that stopping takes the editor's own children along.
    detached: true,
  });
  const log = createWriteStream(join(profile, 'code-server.log'));
  server.stdout.pipe(log);
  server.stderr.pipe(log);
  const stop = () => stopGroup(server);
  try {
    await answering(`http://${address}/healthz`, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}

async function stopGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.kill(-server.pid, 'SIGTERM');
  await ended;
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`code-server ended with status ${server.exitCode}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('code-server did not answer within a minute');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
