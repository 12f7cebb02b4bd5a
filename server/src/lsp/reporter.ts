import type { Connection, Diagnostic, DocumentDiagnosticReport, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf } from '../features/uri.ts';
import type { ClientFeatures } from './client.ts';
import { Reports } from './reports.ts';
import { Schedule } from './schedule.ts';
import type { Session } from './session.ts';

/** While somebody types in a base, its open children are looked at again in the pauses. */
const REFRESH_DELAY_MS = 150;

/**
 * Tells the editor what is found: an editor that asks is answered, and told to ask again when an answer is no longer true;
 * any other is sent each open document's findings after each change.
 */
export class Reporter {
  private readonly connection: Connection;
  private readonly client: ClientFeatures;
  private readonly session: Session;
  private readonly documents: TextDocuments<TextDocument>;
  private readonly reports = new Reports();
  private readonly publishing: Schedule;
  private readonly refreshing: Schedule;
  /** Open documents that changed files elsewhere may have made wrong, since they were last reported. */
  private readonly stale = new Set<string>();

  constructor(
    connection: Connection,
    client: ClientFeatures,
    session: Session,
    documents: TextDocuments<TextDocument>,
  ) {
    this.connection = connection;
    this.client = client;
    this.session = session;
    this.documents = documents;
    this.publishing = new Schedule(0, (uris) => this.publish(uris));
    this.refreshing = new Schedule(REFRESH_DELAY_MS, () => this.refreshIfStale());
  }

  /** An open document has a new text. */
  edited(uri: string, affected: ReadonlySet<string>): void {
    if (!this.client.pullsDiagnostics) this.publishing.add([uri]);
    this.affected(affected, uri);
  }

  closed(uri: string, affected: ReadonlySet<string>): void {
    this.reports.forget(uri);
    this.stale.delete(uri);
    if (!this.client.pullsDiagnostics) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.affected(affected, uri);
  }

  /** Files may read differently than when they were last reported. */
  affected(paths: ReadonlySet<string>, except?: string): void {
    const uris = this.documents.keys().filter((uri) => uri !== except && paths.has(pathOf(uri)));
    if (!this.client.pullsDiagnostics) {
      this.publishing.add(uris);
      return;
    }
    for (const uri of uris) this.stale.add(uri);
    if (this.client.refreshesDiagnostics) this.refreshing.add(uris);
  }

  /** All open documents are judged anew, by other settings. */
  refreshAll(): void {
    this.affected(new Set(this.documents.keys().map(pathOf)));
    if (this.client.refreshesInlayHints) this.connection.languages.inlayHint.refresh();
  }

  /** The answer to an editor that asks. */
  async pull(uri: string, previousResultId: string | undefined): Promise<DocumentDiagnosticReport> {
    const items = await this.diagnosticsOf(uri);
    this.stale.delete(uri);
    const resultId = this.reports.record(uri, items);
    const related = this.client.relatedDocuments ? await this.relatedReports() : {};
    return resultId === previousResultId
      ? { kind: 'unchanged', resultId, ...related }
      : { kind: 'full', resultId, items, ...related };
  }

  stop(): void {
    this.publishing.stop();
    this.refreshing.stop();
  }

  /** The documents that the same change made wrong go with the answer about the changed one. */
  private async relatedReports(): Promise<Pick<DocumentDiagnosticReport, 'relatedDocuments'>> {
    const relatedDocuments: NonNullable<DocumentDiagnosticReport['relatedDocuments']> = {};
    for (const uri of [...this.stale]) {
      const items = await this.diagnosticsOf(uri);
      this.stale.delete(uri);
      if (this.reports.differs(uri, items))
        relatedDocuments[uri] = { kind: 'full', resultId: this.reports.record(uri, items), items };
    }
    return Object.keys(relatedDocuments).length > 0 ? { relatedDocuments } : {};
  }

  private async publish(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const version = this.documents.get(uri)?.version;
      if (version === undefined) continue;
      const diagnostics = await this.diagnosticsOf(uri);
      // A newer text is on its own way; a closed document has been cleared.
      if (this.documents.get(uri)?.version !== version) continue;
      void this.connection.sendDiagnostics({ uri, version, diagnostics });
    }
  }

  private async refreshIfStale(): Promise<void> {
    for (const uri of [...this.stale]) {
      if (this.reports.differs(uri, await this.diagnosticsOf(uri))) {
        this.connection.languages.diagnostics.refresh();
        if (this.client.refreshesInlayHints) this.connection.languages.inlayHint.refresh();
        return;
      }
      this.stale.delete(uri);
    }
  }

  private async diagnosticsOf(uri: string): Promise<Diagnostic[]> {
    try {
      return await this.session.ask((lens) => lens.diagnostics(pathOf(uri)));
    } catch (error) {
      this.connection.console.error(`${uri}: ${error instanceof Error ? error.stack : String(error)}`);
      return [];
    }
  }
}
