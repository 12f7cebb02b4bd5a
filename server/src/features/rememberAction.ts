import type { CodeAction } from 'vscode-languageserver';
import { detectNewline } from '../editing/python/style.ts';
import { grouped } from '../text/numbers.ts';
import { itersPerEpochComment } from '../training/itersPerEpoch.ts';
import type { FeatureContext } from './context.ts';
import { toLspEdits } from './diagnostics.ts';
import { type EditTarget, workspaceEdit } from './workspaceEdit.ts';

/** Comments at the top of a file: the encoding, a licence. */
const HEADER = /^\uFEFF?(?:#[^\r\n]*(?:\r\n|\r|\n))*/;

/** Writes the number of iterations per epoch into the file, as the comment that everything here counts with. */
export function rememberAction(context: FeatureContext, target: EditTarget): CodeAction[] {
  const { loaded, plan, itersPerEpoch } = context.analysis;
  const hasComments = loaded.module !== undefined || loaded.style === 'yaml';
  if (!loaded.isConfig || !hasComments || !plan.isRoot || itersPerEpochComment(loaded)) return [];
  const length = context.epochLength();
  const count = itersPerEpoch ?? ('value' in length ? length.value : undefined);
  if (count === undefined) return [];
  const { text } = loaded.source;
  const at = HEADER.exec(text)?.[0].length ?? 0;
  const comment = `# mmlens: iters-per-epoch=${count}${detectNewline(text)}`;
  const doubt =
    itersPerEpoch === undefined && 'value' in length && length.certainty !== 'exact' ? DOUBT[length.certainty] : '';
  const title = `Remember ${grouped(count)} iterations per epoch in this file${doubt}`;
  const edits = toLspEdits([{ span: { start: at, end: at }, text: comment }], loaded.source);
  return [{ title, kind: 'refactor.rewrite', edit: workspaceEdit(target, [{ label: title, edits }]) }];
}

const DOUBT = { 'at most': ' (it may be fewer)', about: ' (an assumption)' } as const;
