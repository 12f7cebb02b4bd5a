import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node.js';
import { type Usage, usageOf } from './usage.ts';

/**
 * A language server as a child process, spoken to as an editor does: findings are asked for where the server can be
 * asked, else awaited.
 */
export class LanguageServer {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #connection: ProtocolConnection;
  readonly #published = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
  readonly #open = new Map<string, { text: string; version: number }>();
  #wake: () => void = () => {};
  #pulls = false;
  #incremental = false;
  #changeOfFindings = 0;
  #closing = false;

  constructor(command: string, args: readonly string[], cwd?: string) {
    this.process = spawn(command, args, { cwd, stdio: 'pipe' });
    this.process.stderr.resume();
    this.#connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.#connection.onNotification('textDocument/publishDiagnostics', (params) => {
      const { uri, version, diagnostics } = params as { uri: string; version?: number; diagnostics: Diagnostic[] };
      this.#published.set(uri, { version, diagnostics });
      this.#changeOfFindings++;
      this.#wake();
    });
    this.#connection.onRequest('workspace/configuration', (params) =>
      (params as { items: unknown[] }).items.map(() => null),
    );
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.onRequest('workspace/diagnostic/refresh', () => null);
    this.#connection.onRequest('window/workDoneProgress/create', () => null);
    this.#connection.onUnhandledNotification(() => {});
    // A server that dies is noticed by whoever waits for it.
    this.#connection.onError(() => {});
    this.process.stdin.on('error', () => {});
    this.#connection.listen();
  }

  /** True once the process has ended without having been asked to. */
  get died(): boolean {
    return !this.#closing && (this.process.exitCode !== null || this.process.signalCode !== null);
  }

  async initialize(rootUri: string): Promise<InitializeResult> {
    const result = await this.#connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'workspace' }],
      capabilities: {
        textDocument: {
          synchronization: {},
          diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
          publishDiagnostics: { versionSupport: true, relatedInformation: true, dataSupport: true },
        },
        workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
      },
    });
    const { diagnosticProvider, textDocumentSync } = result.capabilities;
    const kind = typeof textDocumentSync === 'object' ? textDocumentSync.change : textDocumentSync;
    this.#pulls = diagnosticProvider !== undefined;
    this.#incremental = kind === TextDocumentSyncKind.Incremental;
    await this.#connection.sendNotification('initialized', {});
    return result;
  }

  async open(uri: string, text: string, languageId = 'python'): Promise<void> {
    this.#open.set(uri, { text, version: 1 });
    await this.#connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Replaces everything. */
  async replace(uri: string, text: string): Promise<void> {
    const version = this.#advance(uri, text);
    await this.#change(uri, version, [{ text }]);
  }

  /** Inserts at an offset, as a key press does. */
  async insert(uri: string, offset: number, inserted: string): Promise<void> {
    const before = this.#text(uri);
    const text = before.slice(0, offset) + inserted + before.slice(offset);
    const at = positionAt(before, offset);
    const version = this.#advance(uri, text);
    await this.#change(uri, version, [
      this.#incremental ? { range: { start: at, end: at }, text: inserted } : { text },
    ]);
  }

  /** The findings of the document as it stands now. */
  async findings(uri: string): Promise<readonly Diagnostic[]> {
    if (this.#pulls) {
      const report = await this.#connection.sendRequest<{ kind: string; items?: Diagnostic[] }>(
        'textDocument/diagnostic',
        { textDocument: { uri } },
      );
      return report.items ?? [];
    }
    const wanted = this.#open.get(uri)?.version ?? 1;
    const seen = this.#changeOfFindings;
    for (;;) {
      const published = this.#published.get(uri);
      // A server that publishes no versions is taken at its next word.
      if (published && (published.version ?? (this.#changeOfFindings > seen ? wanted : 0)) >= wanted)
        return published.diagnostics;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Any other request. */
  request<T>(method: string, params: unknown): Promise<T> {
    return this.#connection.sendRequest<T>(method, params);
  }

  async close(uri: string): Promise<void> {
    this.#open.delete(uri);
    this.#published.delete(uri);
    await this.#connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** What the process has used so far. */
  usage(): Usage {
    return usageOf(this.process.pid);
  }

  async shutdown(): Promise<void> {
    this.#closing = true;
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    this.#connection.dispose();
  }

  /** For a server that no longer answers. */
  kill(): void {
    this.#closing = true;
    this.#connection.dispose();
    this.process.kill('SIGKILL');
  }

  #text(uri: string): string {
    return this.#open.get(uri)?.text ?? '';
  }

  #advance(uri: string, text: string): number {
    const version = (this.#open.get(uri)?.version ?? 0) + 1;
    this.#open.set(uri, { text, version });
    return version;
  }

  async #change(uri: string, version: number, contentChanges: readonly unknown[]): Promise<void> {
    await this.#connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, character: offset - (before.lastIndexOf('\n') + 1) };
}
