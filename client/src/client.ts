import { commands, type Disposable, type ExtensionContext, type OutputChannel, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, LSPAny, Middleware } from 'vscode-languageclient';
import {
  Command,
  type InitializationOptions,
  Method,
  SETTINGS_SECTION,
  type Settings,
} from '../../server/src/protocol.ts';
import { registerConversionCommands } from './convert.ts';
import { readFile } from './files.ts';
import { SelectedInterpreter } from './python.ts';
import { StatusItem } from './status.ts';

/** Also the prefix of the settings; the language client reads `mmengineLens.trace.server` by it. */
export const CLIENT_ID = SETTINGS_SECTION;
export const CLIENT_NAME = 'MMEngine Lens';

/** Makes a client that is not started yet; Node and the browser differ in nothing else. */
export type ClientFactory = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote'];
const LANGUAGES = ['python', 'yaml', 'json', 'jsonc'];
/** By name: without an extension for it, TOML is plain text. */
const PROJECT_FILES = '**/{mmlens,pyproject}.toml';
const WATCHED = ['**/*.{py,yaml,yml,json}', PROJECT_FILES];

/** The extension, whatever it runs on: starts, stops and restarts the server, and registers commands and the status item. */
export async function activateWith(context: ExtensionContext, factory: ClientFactory): Promise<void> {
  const output = window.createOutputChannel(CLIENT_NAME, { log: true });
  const interpreter = new SelectedInterpreter();
  const lens = new Lens(factory, output, interpreter);
  context.subscriptions.push(
    output,
    interpreter,
    lens,
    commands.registerCommand(Command.restart, () => lens.restart()),
    registerConversionCommands(() => lens.running),
    new StatusItem(() => lens.running),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${CLIENT_ID}.enable`)) void lens.restart();
    }),
  );
  await lens.restart();
}

/** Owns the running client. Restarts wait for one another, so that no server is left behind. */
class Lens implements Disposable {
  private readonly factory: ClientFactory;
  private readonly output: OutputChannel;
  private readonly interpreter: SelectedInterpreter;
  private client: BaseLanguageClient | undefined;
  private resources: Disposable[] = [];
  private queue: Promise<void> = Promise.resolve();

  constructor(factory: ClientFactory, output: OutputChannel, interpreter: SelectedInterpreter) {
    this.factory = factory;
    this.output = output;
    this.interpreter = interpreter;
  }

  get running(): BaseLanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  restart(): Promise<void> {
    this.queue = this.queue.then(async () => {
      await this.stop();
      if (workspace.getConfiguration(CLIENT_ID).get('enable', true)) await this.start();
    });
    return this.queue;
  }

  dispose(): void {
    this.queue = this.queue.then(() => this.stop());
  }

  private async start(): Promise<void> {
    const watchers = WATCHED.map((pattern) => workspace.createFileSystemWatcher(pattern));
    const initializationOptions: InitializationOptions = { commands: true, readFile: true, watchesFiles: true };
    try {
      const client = await this.factory({
        documentSelector: SCHEMES.flatMap((scheme) => [
          ...LANGUAGES.map((language) => ({ scheme, language })),
          { scheme, pattern: PROJECT_FILES },
        ]),
        outputChannel: this.output,
        synchronize: { fileEvents: watchers },
        diagnosticPullOptions: { onChange: true, onTabs: true },
        initializationOptions,
        middleware: { workspace: withInterpreter(this.interpreter) },
      });
      this.client = client;
      this.resources = [
        ...watchers,
        client.onRequest(Method.readFile, readFile),
        // The server asks for its settings again.
        this.interpreter.onDidChange(() => {
          if (client.isRunning()) void client.sendNotification('workspace/didChangeConfiguration', { settings: null });
        }),
      ];
      await client.start();
    } catch (error) {
      this.output.appendLine(`The language server did not start: ${String(error)}`);
      void window.showErrorMessage(`MMEngine Lens could not start its language server. ${String(error)}`);
    }
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    for (const resource of this.resources.splice(0)) resource.dispose();
    if (client === undefined) return;
    // A server that is starting, or that died, cannot be asked to shut down.
    await client.stop().catch((error: unknown) => this.output.appendLine(`Stopping: ${String(error)}`));
    await client.dispose().catch(() => undefined);
  }
}

/** Settings that name no interpreter get the one selected in the Python extension. */
function withInterpreter(interpreter: SelectedInterpreter): NonNullable<Middleware['workspace']> {
  return {
    async configuration(params, token, next) {
      const answers = await next(params, token);
      if (!Array.isArray(answers)) return answers;
      return answers.map((answer: Settings | null, index): LSPAny => {
        const item = params.items[index];
        if (item?.section !== SETTINGS_SECTION || answer === null || answer.python?.interpreter) return answer;
        const path = interpreter.pathFor(item.scopeUri === undefined ? undefined : Uri.parse(item.scopeUri));
        return path === undefined ? answer : { ...answer, python: { ...answer.python, interpreter: path } };
      });
    },
  };
}

/** A file that the build put into the extension's `dist` folder. */
export function built(context: ExtensionContext, name: string): Uri {
  return Uri.joinPath(context.extensionUri, 'dist', name);
}
