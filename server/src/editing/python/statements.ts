import type { Expression, Module, Statement } from '../../python/index.ts';
import type { TextEdit } from '../../text/source.ts';
import { lineEnd, type PythonStyle } from './style.ts';

/** The order in which configs say how to train; new top-level statements keep to it. */
const ORDER = ['train_dataloader', 'param_scheduler', 'train_cfg', 'default_hooks', 'custom_hooks', 'log_processor'];

/** Where a key belongs among {@link ORDER}; unknown ones come last. */
export function rankOf(key: string): number {
  const rank = ORDER.indexOf(key);
  return rank < 0 ? ORDER.length : rank;
}

export function isSetting(key: string): boolean {
  return ORDER.includes(key);
}

/**
 * New top-level statements go to the end of the file, sorted into the run of training settings that stands there, so
 * that it does not matter in which order they are added.
 */
export function appendedStatements(
  statements: readonly { readonly rank: string; readonly text: string }[],
  module: Module,
  text: string,
  style: PythonStyle,
): TextEdit[] {
  const run: Statement[] = [];
  for (const statement of [...module.body].reverse()) {
    if (settingOf(statement) === undefined) break;
    run.unshift(statement);
  }
  const before = module.body[module.body.length - run.length - 1];
  const groups = new Map<number, { readonly rank: string; readonly text: string }[]>();
  for (const statement of statements) {
    // Behind whatever the file itself says about the same setting.
    const own = run.findLastIndex((candidate) => settingOf(candidate) === statement.rank);
    const found = run.findIndex(
      (candidate, i) => i > own && rankOf(settingOf(candidate) ?? '') > rankOf(statement.rank),
    );
    const place = found < 0 ? run.length : found;
    groups.set(place, [...(groups.get(place) ?? []), statement]);
  }
  const edits: TextEdit[] = [];
  for (const [place, group] of groups) {
    const sorted = group.map((statement) => statement).sort((a, b) => rankOf(a.rank) - rankOf(b.rank));
    const lines = sorted.map((statement) => statement.text);
    const previous = place > 0 ? run[place - 1] : before;
    const next = run[place];
    // Beside a statement that belongs to the run and has no comment above it; else behind what stands before.
    if (next && (!previous || (place === 0 && /^\s*$/.test(text.slice(lineEnd(text, previous.end), next.start)))))
      edits.push({
        span: { start: next.start, end: next.start },
        text: lines.map((line) => line + style.newline).join(''),
      });
    else if (previous) {
      const end = lineEnd(text, previous.end);
      const gap = place === 0 && isBlock(text, previous) ? style.newline : '';
      edits.push({ span: { start: end, end }, text: gap + lines.map((line) => style.newline + line).join('') });
    } else
      edits.push({
        span: { start: text.length, end: text.length },
        text: lines.map((line) => line + style.newline).join(''),
      });
  }
  return edits;
}

/** The setting that a statement of the trailing run is about. */
function settingOf(statement: Statement): string | undefined {
  let target = targetOf(statement);
  while (target?.kind === 'Attribute' || target?.kind === 'Subscript') target = target.object;
  return target?.kind === 'Name' && isSetting(target.id) ? target.id : undefined;
}

function targetOf(statement: Statement): Expression | undefined {
  if (statement.kind === 'Assign' || statement.kind === 'Delete') return statement.targets[0];
  return statement.kind === 'ExpressionStatement' && statement.value.kind === 'Call'
    ? statement.value.callee
    : undefined;
}

/** Something of several lines, or an import: a blank line sets off what follows. */
function isBlock(text: string, statement: Statement): boolean {
  return statement.kind !== 'Assign' || /[\r\n]/.test(text.slice(statement.start, statement.end));
}
