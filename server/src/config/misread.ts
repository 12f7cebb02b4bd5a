/** Classic configs that MMEngine takes for lazy ones, since it does not know a module of Python's own when it sees it. */
import type { Module } from '../python/index.ts';
import { basename } from '../text/paths.ts';
import { importsIn, isBaseAssignment, lazyVerdict } from './detect.ts';
import type { EvaluatedFile } from './evaluated.ts';
import { isMissedModule, type Python, USUAL } from './packages/stdlib.ts';

/** The config that MMEngine takes for a lazy one, with what can be done against it when it is none at heart. */
export function withMisreading(file: EvaluatedFile, module: Module, python: Python): EvaluatedFile {
  const missed = misreadFor(module, python);
  if (missed === undefined) return file;
  const name = basename(file.path);
  const mend = module.body.some(isBaseAssignment) ? 'Move `_base_`' : 'Put `_base_ = []`';
  const misreading = `MMEngine takes ${name} for a lazy config because it does not recognize \`${missed}\` as Python's own module in this environment. ${mend} above the imports of ${name}.`;
  return {
    ...file,
    misreading,
    refusals: file.refusals.map((refusal) => (refusal.inherited ? refusal : { ...refusal, advice: misreading })),
  };
}

/** @param module one that MMEngine takes for a lazy config */
export function isMisread(module: Module, python: Python): boolean {
  return misreadFor(module, python) !== undefined;
}

/** The module of Python's own for which a classic config is taken for a lazy one; undefined for one that is lazy at heart. */
function misreadFor(module: Module, python: Python): string | undefined {
  if (lazyVerdict(module, { standardLibrary: USUAL }).kind === 'lazy') return undefined;
  return importsIn(module.body)
    .flatMap((each) => (each.kind === 'Import' ? each.names.map(({ name }) => name) : [each.module ?? '']))
    .find((name) => isMissedModule(name, python));
}
