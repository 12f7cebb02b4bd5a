import { createTwoFilesPatch } from 'diff';
import { CONVERSION_STEPS, type NumberStyle, type SchedulerStyle, type StepId } from '../conversion/convert.ts';
import type { ConversionRequest } from '../features/conversion.ts';
import type { Lens } from '../service.ts';
import { applyEdits } from '../text/source.ts';
import type { Unit } from '../training/plan.ts';
import { explainEpochLength } from './epochLength.ts';
import { EXIT_FOUND, EXIT_OK, EXIT_USAGE, Failure } from './exit.ts';
import { openLens } from './lens.ts';
import { colors, complain, demandReadable, print, shown } from './output.ts';
import { projectsOf } from './projects.ts';
import { type Conflict, namesTaken, reconcile } from './together.ts';
import { findFiles } from './walk.ts';
import { type Change, writeAll } from './write.ts';

export interface ConvertOptions {
  readonly to: Unit;
  readonly itersPerEpoch?: number;
  readonly steps?: readonly string[];
  readonly numbers?: NumberStyle;
  readonly schedulers?: SchedulerStyle;
  readonly stdout?: boolean;
  readonly write?: boolean;
  readonly python?: string;
}

/** `mmlens convert`. @returns the exit status. */
export async function convert(paths: readonly string[], options: ConvertOptions): Promise<number> {
  const steps = stepIds(options.steps);
  const { files, unreadable } = await findFiles(paths);
  for (const { path, named } of files) if (named) demandReadable(shown(path));
  const [missing] = unreadable;
  if (missing) throw new Failure(`${missing.path}: ${missing.reason}`, EXIT_USAGE);
  const projects = projectsOf(
    files.map(({ path }) => path),
    false,
  );
  const lens = await openLens(options);
  const taken = namesTaken(
    lens,
    files.map(({ path }) => path),
  );
  const changes: Change[] = [];
  const passed: string[] = [];
  const notes: string[] = [];
  const isSearched = files.some(({ named }) => !named);
  let failed = false;
  for (const { path, named } of files) {
    if (!named && (projects.of(path)?.excludes(path) || !isToConvert(lens, path, options.to))) {
      // What trains nothing may inherit whatever it likes.
      const { loaded, plan } = lens.check(path);
      if (loaded.isConfig && plan.mode !== 'none') passed.push(path);
      continue;
    }
    const change = await convertFile(lens, path, { ...options, kept: taken.get(path) }, steps, notes);
    if (change) changes.push(change);
    else failed = true;
  }
  if (failed) {
    if (isSearched)
      complain('nothing was converted: name the files to convert, or leave some out with `exclude` in mmlens.toml');
    return EXIT_FOUND;
  }
  const together = reconcile(lens, changes, passed, options.to);
  for (const conflict of together.conflicts) complain(explained(conflict));
  if (together.conflicts.length > 0) return EXIT_FOUND;
  for (const note of notes) complain(note);
  await deliver(together.changes, options);
  if (isSearched) complain(counted(together.changes, files.length, options.write === true));
  return EXIT_OK;
}

/** Of a folder, what trains in the other unit. Parts that others inherit from stay: who trains overrides them. */
function isToConvert(lens: Lens, path: string, to: Unit): boolean {
  const { loaded, plan } = lens.check(path);
  if (!loaded.isConfig) return false;
  return loaded.refusals.length > 0 || (plan.isRoot && plan.mode !== to);
}

async function deliver(changes: readonly Change[], { write, stdout }: ConvertOptions): Promise<void> {
  const isChanged = ({ before, after }: Change): boolean => before !== after;
  if (write) {
    writeAll(changes.filter(isChanged));
    for (const change of changes) if (isChanged(change)) complain(`${shown(change.path)}: converted`);
  } else for (const change of changes) await print(stdout ? change.after : patch(change));
  for (const change of changes) if (!isChanged(change)) complain(`${shown(change.path)}: nothing to convert`);
}

function counted(changes: readonly Change[], files: number, isDone: boolean): string {
  const converted = changes.filter(({ before, after }) => before !== after).length;
  return `${converted} of ${files} files ${isDone ? 'converted' : 'to convert'}; the others train in the wanted unit already, inherit it, or train nothing`;
}

function explained({ path, bases, setting }: Conflict): string {
  const names = bases.map(shown).join(', ');
  return `${shown(path)}: it inherits from ${names}, which would be converted as well, and what it takes from there would then be counted in the other unit (\`${setting}\`). Write the value out in this file, or leave this file or its base out of the call.`;
}

/**
 * @param notes takes what there is to say once the conversion is done
 * @returns undefined when it cannot be done, which has then been said
 */
async function convertFile(
  lens: Lens,
  path: string,
  options: ConvertOptions & Pick<ConversionRequest, 'kept'>,
  steps: readonly StepId[] | undefined,
  notes: string[],
): Promise<Change | undefined> {
  const name = shown(path);
  const { loaded } = lens.check(path);
  const outcome = lens.convert(path, {
    to: options.to,
    steps,
    numbers: options.numbers,
    schedulers: options.schedulers,
    kept: options.kept,
  });
  if ('needs' in outcome) {
    complain(`${name}: the conversion needs the number of iterations per epoch.`);
    for (const line of await explainEpochLength(lens, path, commandOf(name, options))) complain(line);
    return undefined;
  }
  for (const refusal of outcome.refusals) complain(`${name}: ${refusal}`);
  if (outcome.refusals.length > 0) return undefined;
  notes.push(...outcome.notes.map((note) => `${name}: ${note}`));
  const before = loaded.source.text;
  return { path, before, after: applyEdits(before, outcome.edits) };
}

/** The command that was given, for one file; the number is still to be added. */
function commandOf(
  name: string,
  { to, steps, numbers, schedulers, write, stdout, python }: ConvertOptions,
): readonly string[] {
  return [
    'mmlens',
    'convert',
    name,
    '--to',
    to,
    ...(steps ? ['--steps', steps.join(',')] : []),
    ...(numbers ? ['--numbers', numbers] : []),
    ...(schedulers ? ['--schedulers', schedulers] : []),
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
    .filter((line) => !/^(?:=+|Index: .*)$/.test(line))
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
