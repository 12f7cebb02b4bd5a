import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CODE_ACTION_KINDS } from './features/codeActions.ts';
import { pathOf, uriOf } from './features/uri.ts';
import { type ClientFeatures, clientFeatures } from './lsp/client.ts';
import { QUICK_BYTES, withProgress } from './lsp/counting.ts';
import type { Platform } from './lsp/platform.ts';
import { Reporter } from './lsp/reporter.ts';
import { Session } from './lsp/session.ts';
import { readSettings } from './lsp/settings.ts';
import {
  type ConvertParams,
  type InitializationOptions,
  Method,
  type ReadFileResult,
  SETTINGS_SECTION,
  type StatusParams,
} from './protocol.ts';
import type { Lens } from './service.ts';
import type { CountOptions } from './training/epochLength/counter.ts';

const WATCHED = '**/{*.{py,yaml,yml,json},mmlens.toml,pyproject.toml}';

interface Started {
  readonly client: ClientFeatures;
  readonly session: Session;
  readonly reporter: Reporter;
}

/** Speaks the language server protocol over `connection`. Wiring alone: what there is to say, the service says. */
export function startServer(connection: Connection, platform: Platform): void {
  const documents = new TextDocuments(TextDocument);
  let started: Started | undefined;
  let isShutDown = false;

  const running = (): Started => {
    if (!started) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized.');
    if (isShutDown) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down.');
    return started;
  };
  const answer =
    <P, R>(question: (lens: Lens, params: P, client: ClientFeatures) => R) =>
    async (params: P, token: CancellationToken): Promise<R> => {
      const { session, client } = running();
      const result = await session.ask((lens) => question(lens, params, client));
      if (token.isCancellationRequested) throw cancelled();
      return result;
    };
  const target = (uri: string, { documentChanges, changeAnnotations }: ClientFeatures) => ({
    uri,
    version: documents.get(uri)?.version ?? null,
    documentChanges,
    changeAnnotations,
  });

  connection.onInitialize(async (params) => {
    if (started) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server is already initialized.');
    const options: InitializationOptions = params.initializationOptions ?? {};
    const client = clientFeatures(params.capabilities, options);
    const session = new Session({
      platform,
      parser: await platform.createParser(options),
      folders: folders(params),
      readFile: client.readsFiles
        ? (path) => connection.sendRequest<ReadFileResult>(Method.readFile, { uri: uriOf(path) })
        : undefined,
      open: () => documents.all(),
    });
    started = { client, session, reporter: new Reporter(connection, client, session, documents) };
    return { capabilities: capabilities(client), serverInfo: { name: 'mmengine-lens' } };
  });

  const configure = (given: unknown): void => {
    const settings = readSettings(given);
    started?.session.configure(settings);
    started?.reporter.refreshAll();
  };
  const askForSettings = async (): Promise<void> => {
    const given: unknown = await connection.workspace.getConfiguration(SETTINGS_SECTION).catch(() => undefined);
    if (given !== undefined && given !== null) configure(given);
  };
  connection.onInitialized(async () => {
    if (!started) return;
    const { registersConfiguration, registersWatchers, configuration } = started.client;
    const registrations: Promise<unknown>[] = [];
    if (registersConfiguration)
      registrations.push(
        connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION }),
      );
    if (registersWatchers)
      registrations.push(
        connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: WATCHED }] }),
      );
    if (configuration) registrations.push(askForSettings());
    // An editor that refuses is served without.
    await Promise.allSettled(registrations);
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    if (started?.client.configuration) await askForSettings();
    else configure(settings?.[SETTINGS_SECTION]);
  });

  documents.onDidChangeContent(({ document }) => {
    if (!started) return;
    started.reporter.edited(document.uri, started.session.opened(document.uri, document.getText()));
  });
  documents.onDidClose(({ document }) => {
    if (!started) return;
    started.reporter.closed(document.uri, started.session.closed(document.uri));
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (!started) return;
    const { session, reporter } = started;
    const affected = new Set(changes.flatMap(({ uri }) => [...session.changedOnDisk(uri)]));
    reporter.affected(affected);
  });

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const report = await running().reporter.pull(textDocument.uri, previousResultId);
    if (token.isCancellationRequested) throw cancelled();
    return report;
  });
  connection.onHover(async ({ textDocument, position }, token) => {
    const hover = (lens: Lens) => lens.hover(pathOf(textDocument.uri), position);
    const isCancelled = () => token.isCancellationRequested;
    const result = await running().session.askCounted(hover, { isCancelled, maxBytes: QUICK_BYTES });
    if (token.isCancellationRequested) throw cancelled();
    return result;
  });
  connection.onDefinition(
    answer((lens, { textDocument, position }) => lens.definition(pathOf(textDocument.uri), position)),
  );
  connection.onDocumentLinks(answer((lens, { textDocument }) => lens.documentLinks(pathOf(textDocument.uri))));
  connection.languages.inlayHint.on(
    answer((lens, { textDocument, range }) => lens.inlayHints(pathOf(textDocument.uri), range)),
  );
  connection.onCodeAction(
    answer((lens, { textDocument: { uri }, range, context }, client) => {
      if (!client.codeActionLiterals) return [];
      return lens.codeActions(pathOf(uri), {
        range,
        diagnostics: context.diagnostics,
        only: context.only,
        automatic: context.triggerKind === AUTOMATIC,
        target: target(uri, client),
        commands: client.commands,
      });
    }),
  );
  connection.onRequest(
    Method.status,
    answer((lens, { uri }: StatusParams) => lens.status(pathOf(uri))),
  );
  connection.onRequest(Method.convert, async (params: ConvertParams, token: CancellationToken) => {
    const { session, client } = running();
    const convert = (lens: Lens) => lens.conversion(pathOf(params.uri), params, target(params.uri, client));
    const counted = (options: CountOptions) => session.askCounted(convert, options);
    const asked = await session.ask(convert);
    const result = 'needs' in asked ? await withProgress(connection, token, counted) : asked;
    if (token.isCancellationRequested) throw cancelled();
    return result;
  });

  connection.onShutdown(() => {
    isShutDown = true;
    started?.reporter.stop();
  });
  documents.listen(connection);
  connection.listen();
}

const AUTOMATIC = 2;

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

function folders({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.map(pathOf);
}

function capabilities({ pullsDiagnostics }: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(pullsDiagnostics && { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }),
    hoverProvider: true,
    definitionProvider: true,
    documentLinkProvider: {},
    inlayHintProvider: true,
    codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
  };
}
