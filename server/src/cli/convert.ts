import { createTwoFilesPatch } from 'diff';
import { CONVERSION_STEPS, type NumberStyle, type StepId } from '../conversion/convert.ts';
import type { Lens } from '../service.ts';
import { applyEdits } from '../text/source.ts';
import type { Unit } from '../training/plan.ts';
import { explainEpochLength } from './epochLength.ts';
import { EXIT_FOUND, EXIT_OK, EXIT_USAGE, Failure } from './exit.ts';
import { openLens } from './lens.ts';
import { absolute, colors, complain, demandReadable, print, shown } from './output.ts';
import { demandProjects } from './projects.ts';
import { type Change, writeAll } from './write.ts';

export interface ConvertOptions {
  readonly to: Unit;
  readonly itersPerEpoch?: number;
  readonly steps?: readonly string[];
  readonly numbers?: NumberStyle;
  readonly stdout?: boolean;
  readonly write?: boolean;
  readonly python?: string;
}

/** `mmlens convert`. @returns the exit status. */
export async function convert(files: readonly string[], options: ConvertOptions): Promise<number> {
  const steps = stepIds(options.steps);
  for (const file of files) demandReadable(file);
  demandProjects(files);
  const lens = await openLens(options);
  const changes: Change[] = [];
  let failed = false;
  for (const file of new Set(files.map(absolute))) {
    const change = await convertFile(lens, file, options, steps);
    if (change) changes.push(change);
    else failed = true;
  }
  if (failed) return EXIT_FOUND;
  if (options.write) {
    writeAll(changes.filter(({ before, after }) => before !== after));
    for (const { path, before, after } of changes) if (before !== after) complain(`${shown(path)}: converted`);
  } else for (const change of changes) await print(options.stdout ? change.after : patch(change));
  for (const { path, before, after } of changes) if (before === after) complain(`${shown(path)}: nothing to convert`);
  return EXIT_OK;
}

/** @returns undefined when it cannot be done, which has then been said. */
async function convertFile(
  lens: Lens,
  path: string,
  options: ConvertOptions,
  steps: readonly StepId[] | undefined,
): Promise<Change | undefined> {
  const name = shown(path);
  const { loaded } = lens.check(path);
  const outcome = lens.convert(path, { to: options.to, steps, numbers: options.numbers });
  if ('needs' in outcome) {
    complain(`${name}: the conversion needs the number of iterations per epoch.`);
    for (const line of await explainEpochLength(lens, path, commandOf(name, options))) complain(line);
    return undefined;
  }
  for (const refusal of outcome.refusals) complain(`${name}: ${refusal}`);
  for (const note of outcome.notes) complain(`${name}: ${note}`);
  if (outcome.refusals.length > 0) return undefined;
  const before = loaded.source.text;
  return { path, before, after: applyEdits(before, outcome.edits) };
}

/** The command that was given, for one file; the number is still to be added. */
function commandOf(name: string, { to, steps, numbers, write, stdout, python }: ConvertOptions): readonly string[] {
  return [
    'mmlens',
    'convert',
    name,
    '--to',
    to,
    ...(steps ? ['--steps', steps.join(',')] : []),
    ...(numbers ? ['--numbers', numbers] : []),
    ...(write ? ['--write'] : []),
    ...(stdout ? ['--stdout'] : []),
    ...(python === undefined ? [] : ['--python', python]),
  ];
}

function patch({ path, before, after }: Change): string {
  if (before === after) return '';
  const name = shown(path);
  // `git apply` strips one folder from names below the working directory.
  const [old, converted] = name.startsWith('..') ? [name, name] : [`a/${name}`, `b/${name}`];
  const text = createTwoFilesPatch(old, converted, before, after, undefined, undefined, { context: 3 });
  return text
    .split('\n')
    .filter((line) => !/^=+$/.test(line))
    .map(painted)
    .join('\n');
}

function painted(line: string): string {
  if (/^(---|\+\+\+) /.test(line)) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}

function stepIds(names: readonly string[] | undefined): readonly StepId[] | undefined {
  if (names === undefined) return undefined;
  const known = CONVERSION_STEPS.map(({ id }) => id);
  for (const name of names)
    if (!known.some((id) => id === name))
      throw new Failure(`there is no step '${name}'; the steps are ${known.join(', ')}`, EXIT_USAGE);
  if (names.length === 0) throw new Failure(`--steps names no step; the steps are ${known.join(', ')}`, EXIT_USAGE);
  return known.filter((id) => names.includes(id));
}
