import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';

export const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

export interface EditorOptions {
  /** Files of the workspace, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  readonly settings?: object;
  readonly env?: Readonly<Record<string, string>>;
}

export const PULL: ClientCapabilities = {
  textDocument: {
    diagnostic: { relatedDocumentSupport: false },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
};

export const WHOLE: Range = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

/** What a server may ask an editor. */
const SERVER_REQUESTS = [
  'client/registerCapability',
  'workspace/configuration',
  'workspace/diagnostic/refresh',
  'workspace/inlayHint/refresh',
];

/** An editor without a screen: starts the real server and talks to it over its standard streams. */
export class Editor {
  readonly folder: string;
  readonly connection: ProtocolConnection;
  readonly server: ChildProcessWithoutNullStreams;
  /** What the server sent without being asked, until somebody takes it. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly requests: { readonly method: string; readonly params: unknown }[] = [];
  initialized: InitializeResult | undefined;
  /** What the editor answers to `workspace/configuration`. */
  settings: object | null;
  stderr = '';
  private readonly documents = new Map<string, TextDocument>();
  private readonly exit: Promise<number | null>;
  private wake: () => void = () => undefined;
  private readonly options: EditorOptions;

  private constructor(options: EditorOptions) {
    this.options = options;
    this.settings = options.settings ?? null;
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'mmlens-protocol-')));
    for (const [name, text] of Object.entries(options.files ?? {})) this.write(name, text);
    this.server = spawn(process.execPath, [CLI, '--stdio'], {
      cwd: this.folder,
      env: { ...process.env, ...options.env },
    });
    this.exit = new Promise((resolve) => this.server.on('exit', resolve));
    this.server.stderr.on('data', (data) => {
      this.stderr += String(data);
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.server.stdout),
      new StreamMessageWriter(this.server.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.wake();
    });
    for (const method of SERVER_REQUESTS)
      this.connection.onRequest(method, (params: unknown) => {
        this.requests.push({ method, params });
        this.wake();
        return method === 'workspace/configuration' ? [this.settings] : null;
      });
    this.connection.listen();
  }

  /** An editor whose server has been initialized. */
  static async start(options: EditorOptions = {}): Promise<Editor> {
    const editor = new Editor(options);
    await editor.initialize();
    return editor;
  }

  /** An editor that has only started the process. */
  static spawn(options: EditorOptions = {}): Editor {
    return new Editor(options);
  }

  async initialize(): Promise<InitializeResult> {
    this.initialized = await this.send<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(this.folder).href,
      workspaceFolders: [{ uri: pathToFileURL(this.folder).href, name: 'workspace' }],
      capabilities: this.options.capabilities ?? PULL,
      initializationOptions: this.options.initializationOptions,
    });
    await this.connection.sendNotification('initialized', {});
    return this.initialized;
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  text(name: string): string {
    return this.document(name).getText();
  }

  async open(name: string, text: string): Promise<void> {
    const document = TextDocument.create(this.uri(name), 'python', 1, text);
    this.documents.set(name, document);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: document.uri, languageId: 'python', version: 1, text },
    });
  }

  /** Replaces the first `before` by `after`, as typing does. */
  async replace(name: string, before: string, after: string): Promise<void> {
    const document = this.document(name);
    const offset = document.getText().indexOf(before);
    if (offset < 0) throw new Error(`${name} has no ${before}`);
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + before.length) };
    await this.change(name, [{ range, newText: after }]);
  }

  async change(name: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.document(name);
    const version = document.version + 1;
    const text = TextDocument.applyEdits(document, [...edits]);
    // From the last to the first, so that no change moves another.
    const changes = [...edits]
      .sort((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start))
      .map(({ range, newText }) => ({ range, text: newText }));
    this.documents.set(name, TextDocument.create(document.uri, 'python', version, text));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: document.uri, version },
      contentChanges: changes,
    });
  }

  async close(name: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(name) } });
    this.documents.delete(name);
  }

  async changedOnDisk(name: string, text: string): Promise<void> {
    this.write(name, text);
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: this.uri(name), type: 2 }],
    });
  }

  request<T>(method: string, name: string, more: object = {}): Promise<T> {
    return this.send(method, { textDocument: { uri: this.uri(name) }, ...more });
  }

  /** A request that fails when the server dies instead of answering. */
  send<T>(method: string, params?: object): Promise<T> {
    const died = this.exit.then((status) => {
      throw new Error(`the server left with ${status}: ${this.stderr}`);
    });
    return Promise.race([this.connection.sendRequest<T>(method, params), died]);
  }

  report(name: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.request('textDocument/diagnostic', name, previousResultId === undefined ? {} : { previousResultId });
  }

  async pull(name: string): Promise<readonly Diagnostic[]> {
    const report = await this.report(name);
    return report.kind === 'full' ? report.items : [];
  }

  codeActions(name: string, context: object = {}, range: Range = WHOLE): Promise<CodeAction[]> {
    return this.request('textDocument/codeAction', name, { range, context: { diagnostics: [], ...context } });
  }

  /** Applies the edit of one document and tells the server, as an editor does. */
  async apply(name: string, edit: WorkspaceEdit | undefined): Promise<void> {
    const uri = this.uri(name);
    const versioned = edit?.documentChanges?.find((change) => 'edits' in change && change.textDocument.uri === uri);
    const edits = versioned && 'edits' in versioned ? versioned.edits : edit?.changes?.[uri];
    if (!edits) throw new Error('the action edits nothing');
    await this.change(
      name,
      edits.map((change) => ('newText' in change ? { range: change.range, newText: change.newText } : never(change))),
    );
  }

  /** The next published findings of a document, at this version or a later one. */
  async publishedFor(name: string, version: number): Promise<PublishDiagnosticsParams> {
    const uri = this.uri(name);
    return this.eventually(() => {
      const index = this.published.findIndex((params) => params.uri === uri && (params.version ?? 0) >= version);
      return index < 0 ? undefined : this.published.splice(index, 1)[0];
    });
  }

  /** Waits until the server has asked for something, and takes it. */
  async requested(method: string): Promise<unknown> {
    return this.eventually(() => {
      const index = this.requests.findIndex((request) => request.method === method);
      return index < 0 ? undefined : this.requests.splice(index, 1)[0];
    });
  }

  /** @returns the exit status of the server. */
  async shutdown(): Promise<number | null> {
    await this.send('shutdown');
    return this.quit();
  }

  async quit(): Promise<number | null> {
    await this.connection.sendNotification('exit');
    const status = await this.exit;
    this.dispose();
    return status;
  }

  async exited(): Promise<number | null> {
    return this.exit;
  }

  dispose(): void {
    this.connection.dispose();
    this.server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async eventually<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private document(name: string): TextDocument {
    const document = this.documents.get(name);
    if (!document) throw new Error(`${name} is not open`);
    return document;
  }
}

function never(change: unknown): never {
  throw new Error(`not a text edit: ${JSON.stringify(change)}`);
}
