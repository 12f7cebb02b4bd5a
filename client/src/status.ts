import {
  commands,
  type Disposable,
  languages,
  MarkdownString,
  StatusBarAlignment,
  type TextEditor,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { Command, Method, type Status, type StatusParams } from '../../server/src/protocol.ts';

/** Long enough for the findings of one edit in several files to arrive together. */
const SETTLE_MS = 100;

/** Shows in the status bar what the config in the active editor trains; hidden, as the commands are, for every other file. */
export class StatusItem implements Disposable {
  private readonly item = window.createStatusBarItem('mmengineLens.status', StatusBarAlignment.Right, 100);
  private readonly client: () => BaseLanguageClient | undefined;
  private readonly subscriptions: Disposable[];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: () => BaseLanguageClient | undefined) {
    this.client = client;
    this.item.name = 'MMEngine Lens: kind of training';
    this.item.command = Command.previewConversion;
    this.subscriptions = [
      this.item,
      window.onDidChangeActiveTextEditor(() => this.schedule()),
      // The server was asked for findings after every change that can alter the plan, a base's included.
      languages.onDidChangeDiagnostics(() => this.schedule()),
    ];
    this.schedule();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.update(window.activeTextEditor), SETTLE_MS);
  }

  private async update(editor: TextEditor | undefined): Promise<void> {
    const status = editor && (await this.ask(editor));
    if (editor !== window.activeTextEditor) return;
    // What the commands' `when` and `enablement` clauses ask for.
    void commands.executeCommand('setContext', 'mmengineLens.isConfig', Boolean(status));
    if (!status) {
      this.item.hide();
      return;
    }
    this.item.text = status.text;
    this.item.tooltip = new MarkdownString(status.detail);
    this.item.show();
  }

  private async ask(editor: TextEditor): Promise<Status | null> {
    const client = this.client();
    if (client === undefined) return null;
    const params: StatusParams = { uri: client.code2ProtocolConverter.asUri(editor.document.uri) };
    // The server may be stopping, or know nothing about this kind of file.
    return client.sendRequest<Status | null>(Method.status, params).catch(() => null);
  }
}
