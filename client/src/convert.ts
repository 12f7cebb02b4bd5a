import { commands, Disposable, type TextDocument, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, TextEdit, WorkspaceEdit } from 'vscode-languageclient';
import {
  Command,
  type ConvertArguments,
  type ConvertParams,
  type ConvertResult,
  Method,
  type TrainingUnit,
} from '../../server/src/protocol.ts';
import { ChangePreview, type Step } from './preview.ts';

type Client = () => BaseLanguageClient | undefined;

/** The commands behind the code actions, which the command palette offers too. */
export function registerConversionCommands(client: Client): Disposable {
  const preview = new ChangePreview();
  const to = (unit: TrainingUnit) => (given?: ConvertArguments) => convert(client, { ...given, to: unit });
  return Disposable.from(
    preview,
    commands.registerCommand(Command.convertToIter, to('iter')),
    commands.registerCommand(Command.convertToEpoch, to('epoch')),
    commands.registerCommand(Command.previewConversion, async (given?: ConvertArguments) => {
      const unit = given?.to ?? (await askUnit());
      if (unit !== undefined) await convert(client, { ...given, to: unit }, preview);
    }),
  );
}

async function convert(
  client: Client,
  given: ConvertArguments & { readonly to: TrainingUnit },
  preview?: ChangePreview,
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
    const itersPerEpoch = await askItersPerEpoch(plain(result.prompt), result.suggestion);
    if (itersPerEpoch === undefined) return;
    params = { ...params, itersPerEpoch };
    version = document.version;
    result = await running.sendRequest<ConvertResult>(Method.convert, params);
  }
  if ('refused' in result) void window.showWarningMessage(plain(result.refused));
  else if ('needs' in result) void window.showWarningMessage(plain(result.prompt));
  else if (preview) await applyChosen(running, document, version, params, result, preview);
  else await apply(running, document, version, result);
}

type Outcome = Extract<ConvertResult, { edit: unknown }>;

async function apply(
  client: BaseLanguageClient,
  document: TextDocument,
  version: number,
  { edit, notes }: Outcome,
): Promise<void> {
  if (textEdits(edit).length === 0) void window.showInformationMessage('There is nothing to convert.');
  else {
    const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
    if (document.version !== version) {
      void window.showWarningMessage('The file changed while it was being converted. Nothing was done; convert again.');
      return;
    }
    await window.showTextDocument(document);
    await workspace.applyEdit(converted, { isRefactoring: true });
  }
  if (notes !== undefined && notes.length > 0) void window.showInformationMessage(plain(notes.join(' ')));
}

/** Does the steps that the user wants after having seen what they do. */
async function applyChosen(
  client: BaseLanguageClient,
  document: TextDocument,
  version: number,
  params: ConvertParams,
  whole: Outcome,
  preview: ChangePreview,
): Promise<void> {
  const all = new Set(whole.steps.map(({ id }) => id));
  const outcomeOf = async (ids: ReadonlySet<string>): Promise<Outcome | undefined> => {
    if (ids.size === all.size) return whole;
    const result = await client.sendRequest<ConvertResult>(Method.convert, { ...params, steps: [...ids] });
    return 'edit' in result ? result : undefined;
  };
  const textWith = async (ids: ReadonlySet<string>): Promise<string | undefined> => {
    if (ids.size === 0) return document.getText();
    const outcome = await outcomeOf(ids);
    return outcome && edited(client, document, textEdits(outcome.edit));
  };
  const steps = whole.steps.map(({ id, title }): Step => ({ id, label: plain(title) }));
  const title = `Conversion to ${params.to === 'iter' ? 'iteration' : 'epoch'}-based training`;
  const ids = await preview.choose(document, title, steps, textWith);
  const outcome = ids && ids.size > 0 ? await outcomeOf(ids) : undefined;
  if (outcome) await apply(client, document, version, outcome);
}

/** Messages and lists of the editor show Markdown as it is written. */
function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}

function textEdits(edit: WorkspaceEdit): TextEdit[] {
  const bound = edit.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : []));
  return bound ?? Object.values(edit.changes ?? {}).flat();
}

function edited(client: BaseLanguageClient, document: TextDocument, edits: readonly TextEdit[]): string {
  const places = edits.map(({ range, newText }) => {
    const { start, end } = client.protocol2CodeConverter.asRange(range);
    return { start: document.offsetAt(start), end: document.offsetAt(end), newText };
  });
  // From the end, so that the offsets before stay true; of two at one place the later one was written last.
  const order = places.map((place, index) => ({ ...place, index }));
  order.sort((a, b) => b.start - a.start || b.index - a.index);
  return order.reduce(
    (text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end),
    document.getText(),
  );
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
