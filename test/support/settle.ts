import type { LoadedConfig } from '../../server/src/config/result.ts';
import { toShowJson } from '../../server/src/config/serialize/json.ts';
import type { DictValue } from '../../server/src/config/values.ts';
import { fixesTogether } from '../../server/src/features/fixAll.ts';
import type { CheckedFinding } from '../../server/src/rules/check.ts';
import type { Fix } from '../../server/src/rules/rule.ts';
import { applyEdits } from '../../server/src/text/source.ts';

/** More rounds than these never find an end. */
const MAX_ROUNDS = 5;

/** Which of the fixes that a finding offers is taken. */
export type Choice = (fixes: readonly Fix[]) => Fix | undefined;

/** The one that an editor takes. */
export const preferred: Choice = (fixes) => fixes.find((fix) => fix.preferred) ?? fixes[0];

/** What is found in a text, and the config that it makes; a text that is none any more would have no findings either. */
export interface Judged {
  readonly findings: readonly CheckedFinding[];
  readonly loaded: Pick<LoadedConfig, 'config' | 'isConfig'>;
}

/**
 * What is wrong with the fixes of a text, as lines to read; empty when they come to an end and bring nothing new. A fix that
 * decides what is trained shows all the rest in its light, so that findings count as new from there on.
 */
export function faultsOfFixes(text: string, judge: (text: string) => Judged, choose: Choice = preferred): string[] {
  const titles: string[] = [];
  let current = text;
  let { findings, loaded } = judge(text);
  let known = findings;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = fixesTogether(findings, choose);
    if (edits.length === 0) break;
    for (const { rule, fixes = [] } of findings)
      for (const { title, edits: own } of fixes)
        if (own.every((edit) => edits.includes(edit))) titles.push(`${rule}: ${title}`);
    current = applyEdits(current, edits);
    const next = judge(current);
    if (loaded.isConfig && !next.loaded.isConfig) return ['no config any more', ...titles, current];
    if (trainingIn(next.loaded.config) !== trainingIn(loaded.config))
      known = [...known, ...next.findings.filter(isUncovered)];
    ({ findings, loaded } = next);
  }
  const left = findings.filter(({ fixes = [] }) => fixes.length > 0).map((finding) => `still to fix: ${told(finding)}`);
  const added = findings.filter((finding) => !isKnown(finding, known)).map((finding) => `new: ${told(finding)}`);
  const faults = [...left, ...added];
  return faults.length === 0 ? [] : [...faults, ...titles.map((title) => `  after: ${title}`), current];
}

/** What is trained and validated: while that is undecided, what only goes wrong with the answer cannot be found. */
function trainingIn({ entries }: DictValue): string {
  const parts = ['train_dataloader', 'val_dataloader', 'val_evaluator', 'val_cfg'];
  const loop = entries.get('train_cfg')?.value;
  return [
    loop?.kind === 'dict' ? toShowJson(loop, new Set()) : loop?.kind,
    ...parts.map((key) => entries.get(key)?.value.kind),
  ].join();
}

/** A file that MMEngine no longer loads is nobody's but the fix's doing. */
function isUncovered({ rule }: CheckedFinding): boolean {
  return !rule.startsWith('config-');
}

/** It was there before. One cause makes one finding, so that a remark on an entry may come when its fault has gone. */
function isKnown({ rule, severity, keyPath }: CheckedFinding, known: readonly CheckedFinding[]): boolean {
  const isRemark = severity === 'hint' || severity === 'info';
  const entry = JSON.stringify(keyPath.slice(0, -1));
  return known.some((other) =>
    other.rule === rule && isRemark
      ? true
      : isRemark
        ? JSON.stringify(other.keyPath.slice(0, -1)) === entry
        : other.rule === rule && JSON.stringify(other.keyPath) === JSON.stringify(keyPath),
  );
}

function told({ rule, severity, keyPath, message }: CheckedFinding): string {
  return `${severity} ${rule} ${keyPath.join('.')}: ${message}`;
}
