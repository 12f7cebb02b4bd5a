/** Classic configs that MMEngine takes for lazy ones, since it does not know a module of Python's own when it sees it. */
import type { Module } from '../python/index.ts';
import { basename } from '../text/paths.ts';
import type { SourceText } from '../text/source.ts';
import { lazyVerdict } from './detect.ts';
import type { EvaluatedFile } from './evaluated.ts';
import { importsIn } from './lazy.ts';
import { isBuiltinModule, isStandardModule, type Python, USUAL } from './packages/stdlib.ts';

/** The lazy config, with what can be done against it when it is none at heart. */
export function withMisreading(file: EvaluatedFile, module: Module, source: SourceText, python: Python): EvaluatedFile {
  if (lazyVerdict(module, { standardLibrary: USUAL }).kind === 'lazy') return file;
  const culprit = importsIn(module.body)
    .flatMap((statement) =>
      statement.kind === 'Import' ? statement.names.map(({ name }) => name) : [statement.module ?? ''],
    )
    .find((name) => isStandardModule(name) && !isBuiltinModule(name, python));
  if (culprit === undefined) return file;
  const misreading = `MMEngine takes ${basename(source.path)} for a lazy config only because it imports \`${culprit}\`: it looks for Python's own modules in a folder where this Python does not have that one (\`os\` and \`io\` are missed from Python 3.11 on, nearly all are in most virtual environments). Write \`_base_ = []\`, or the \`_base_\` that is there, above the imports of ${basename(source.path)}: with every Python, that makes it a classic config.`;
  return {
    ...file,
    misreading,
    refusals: file.refusals.map((refusal) => (refusal.inherited ? refusal : { ...refusal, advice: misreading })),
  };
}
