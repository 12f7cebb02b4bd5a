import { commands, Disposable, type TextDocument, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, WorkspaceEdit } from 'vscode-languageclient';
import {
  Command,
  type ConvertArguments,
  type ConvertParams,
  type ConvertResult,
  Method,
  type TrainingUnit,
} from '../../server/src/protocol.ts';

type Client = () => BaseLanguageClient | undefined;

/** The commands behind the code actions, which the command palette offers too. */
export function registerConversionCommands(client: Client): Disposable {
  const to = (unit: TrainingUnit) => (given?: ConvertArguments) => convert(client, { ...given, to: unit }, false);
  return Disposable.from(
    commands.registerCommand(Command.convertToIter, to('iter')),
    commands.registerCommand(Command.convertToEpoch, to('epoch')),
    commands.registerCommand(Command.previewConversion, async (given?: ConvertArguments) => {
      const unit = given?.to ?? (await askUnit());
      if (unit !== undefined) await convert(client, { ...given, to: unit }, true);
    }),
  );
}

async function convert(
  client: Client,
  given: ConvertArguments & { readonly to: TrainingUnit },
  preview: boolean,
): Promise<void> {
  const running = client();
  const uri = given.uri === undefined ? window.activeTextEditor?.document.uri : Uri.parse(given.uri, true);
  if (running === undefined || uri === undefined) {
    const why = running === undefined ? 'The MMEngine Lens server is not running.' : 'Open a config first.';
    void window.showWarningMessage(why);
    return;
  }
  const document = await workspace.openTextDocument(uri);
  let params: ConvertParams = { ...given, uri: running.code2ProtocolConverter.asUri(uri) };
  let version = document.version;
  let result = await running.sendRequest<ConvertResult>(Method.convert, params);
  if ('needs' in result) {
    const itersPerEpoch = await askItersPerEpoch(result.prompt, result.suggestion);
    if (itersPerEpoch === undefined) return;
    params = { ...params, itersPerEpoch };
    version = document.version;
    result = await running.sendRequest<ConvertResult>(Method.convert, params);
  }
  if ('refused' in result) void window.showWarningMessage(result.refused);
  else if ('needs' in result) void window.showWarningMessage(result.prompt);
  else await apply(running, document, version, result, preview);
}

async function apply(
  client: BaseLanguageClient,
  document: TextDocument,
  version: number,
  { edit, notes }: Extract<ConvertResult, { edit: unknown }>,
  preview: boolean,
): Promise<void> {
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(confirmed(edit, preview));
  if (document.version !== version) {
    void window.showWarningMessage('The file changed while it was being converted. Nothing was done; convert again.');
    return;
  }
  if (converted.size === 0) void window.showInformationMessage('There is nothing to convert.');
  else await workspace.applyEdit(converted, { isRefactoring: true });
  if (notes !== undefined && notes.length > 0) void window.showInformationMessage(notes.join(' '));
}

/** VS Code shows its refactor preview exactly when an annotation asks for confirmation. */
function confirmed(edit: WorkspaceEdit, needsConfirmation: boolean): WorkspaceEdit {
  if (edit.changeAnnotations === undefined) return edit;
  const entries = Object.entries(edit.changeAnnotations);
  return {
    ...edit,
    changeAnnotations: Object.fromEntries(entries.map(([id, note]) => [id, { ...note, needsConfirmation }])),
  };
}

async function askItersPerEpoch(prompt: string, suggestion: number | undefined): Promise<number | undefined> {
  const answer = await window.showInputBox({
    title: 'Iterations per epoch',
    prompt,
    placeHolder: 'For example 7330',
    ignoreFocusOut: true,
    ...(suggestion !== undefined && { value: String(suggestion) }),
    validateInput: (text) =>
      parseItersPerEpoch(text) === undefined ? 'Enter a whole number of iterations, 1 or more.' : undefined,
  });
  return answer === undefined ? undefined : parseItersPerEpoch(answer);
}

/** Python's way of writing a whole number, `117_266` included; undefined for anything else. */
function parseItersPerEpoch(text: string): number | undefined {
  if (!/^\d+(?:_\d+)*$/.test(text.trim())) return undefined;
  const value = Number(text.trim().replaceAll('_', ''));
  return value >= 1 && Number.isSafeInteger(value) ? value : undefined;
}

async function askUnit(): Promise<TrainingUnit | undefined> {
  const units: { label: string; unit: TrainingUnit }[] = [
    { label: 'Iteration-based training', unit: 'iter' },
    { label: 'Epoch-based training', unit: 'epoch' },
  ];
  return (await window.showQuickPick(units, { title: 'Preview the conversion to' }))?.unit;
}
