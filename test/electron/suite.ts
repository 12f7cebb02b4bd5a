import assert from 'node:assert/strict';
import { type CodeAction, commands, languages, type Uri, window, workspace } from 'vscode';

/** What VS Code runs: the findings, the light bulb and the conversion of the editor test, through the editor's own API. */
export async function run(): Promise<void> {
  const [uri] = await workspace.findFiles('half_converted.py');
  assert(uri, 'the fixture is in the workspace');
  const { document } = await window.showTextDocument(uri);
  const original = document.getText();

  const codes = await eventually(() => {
    const found = codesOf(uri);
    return found.includes('infinite-sampler-in-epoch-loop') ? found : undefined;
  });
  assert(codes.includes('log-processor-by-epoch-mismatch'), codes.join());

  const trainCfg = document.lineAt(3).range;
  const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, trainCfg);
  const titles = actions.map((action) => action.title);
  assert(
    titles.some((title) => title.startsWith('Convert to iteration-based training')),
    titles.join(),
  );

  await commands.executeCommand('mmengineLens.convertToIter', { uri: uri.toString(), itersPerEpoch: 1000 });
  assert.match(document.getText(), /max_iters=10000\b/);
  await eventually(() => (codesOf(uri).length === 0 ? true : undefined));

  await commands.executeCommand('undo');
  assert.equal(document.getText(), original);
}

function codesOf(uri: Uri): string[] {
  return languages.getDiagnostics(uri).map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

async function eventually<T>(attempt: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const result = attempt();
    if (result !== undefined) return result;
    if (Date.now() > deadline) throw new Error(`Not within 20 s: ${attempt}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
