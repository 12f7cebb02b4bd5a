import type { ClientCapabilities } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol.ts';

/** What the editor at the other end understands. */
export interface ClientFeatures {
  readonly pullsDiagnostics: boolean;
  readonly relatedDocuments: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  /** It answers `workspace/configuration`. */
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  /** The server should ask it to report changed files. */
  readonly registersWatchers: boolean;
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  /** Without it, code actions are plain commands, and the server has none. */
  readonly codeActionLiterals: boolean;
  readonly commands: boolean;
  readonly readsFiles: boolean;
}

export function clientFeatures(
  { textDocument, workspace }: ClientCapabilities,
  options: InitializationOptions,
): ClientFeatures {
  const edits = workspace?.workspaceEdit;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    relatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: options.watchesFiles !== true && workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    documentChanges: edits?.documentChanges === true,
    changeAnnotations: edits?.documentChanges === true && edits.changeAnnotationSupport !== undefined,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    commands: options.commands === true,
    readsFiles: options.readFile === true,
  };
}
