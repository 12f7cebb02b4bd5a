import type { LoadedConfig } from '../config/result.ts';
import { isParsed } from '../editing/create.ts';
import { isLegacyConfig } from '../mmengine/legacy.ts';
import { applyEdits, type Place, type TextEdit } from '../text/source.ts';
import { buildPlan } from '../training/build.ts';
import { ITERS_PER_EPOCH } from '../training/itersPerEpoch.ts';
import type { TrainingPlan, Unit } from '../training/plan.ts';
import type { SchedulerStyle } from './convertToIterBased.ts';
import { defaultHooksStep } from './defaultHooks.ts';
import { type Literal, partsOf } from './literal.ts';
import { logProcessorStep } from './logProcessor.ts';
import { Notation, type NotationOptions, type NumberStyle } from './notation.ts';
import { paramSchedulerStep } from './paramScheduler.ts';
import { samplerStep } from './sampler.ts';
import { type ConversionStep, type StepId, StepWork } from './step.ts';
import { trainCfgStep } from './trainCfg.ts';
import { renamed } from './variables.ts';
import { firstDifference } from './verify.ts';

export type { SchedulerStyle } from './convertToIterBased.ts';
export type { NumberStyle } from './notation.ts';
export type { StepId } from './step.ts';

/** The guide's four steps and its two notes, in its order. */
export const CONVERSION_STEPS: readonly ConversionStep[] = [
  trainCfgStep,
  defaultHooksStep,
  paramSchedulerStep,
  logProcessorStep,
  samplerStep,
];

export interface ConvertOptions {
  readonly to: Unit;
  /** Iterations in one pass over the training data; a positive whole number. */
  readonly itersPerEpoch: number;
  /** All of them when absent. The order makes no difference. */
  readonly steps?: readonly StepId[];
  /** How converted numbers are written; as literals unless given. */
  readonly numbers?: NumberStyle;
  /** How schedulers come to count iterations; their numbers are converted unless given. */
  readonly schedulers?: SchedulerStyle;
  /** Names of this file's variables that other files use. */
  readonly kept?: ReadonlySet<string>;
  /** Reads the file at hand as if it had another text: with it, the result is checked before it is given. */
  readonly reload?: (text: string) => LoadedConfig;
}

export interface Conversion {
  /** What each step does by itself; steps with nothing to do are left out. */
  readonly steps: readonly { readonly id: StepId; readonly title: string; readonly edits: readonly TextEdit[] }[];
  /** All together, without overlaps. Empty when there is nothing to do, or a refusal. */
  readonly edits: readonly TextEdit[];
  /** What is kept as it is or rounded, with what that means for the run. Full sentences in Markdown. */
  readonly notes: readonly string[];
  /** Why it cannot be done; nothing is then changed. Full sentences in Markdown. */
  readonly refusals: readonly string[];
}

/** The edits of the file at hand that make a config count training in the other unit and train the same. */
export function convertConfig(file: LoadedConfig, filePlan: TrainingPlan, options: ConvertOptions): Conversion {
  const obstacle = obstacleTo(file, filePlan, options);
  if (obstacle !== undefined) return refused([obstacle]);
  const loaded = withForgotten(file);
  const plan = loaded === file ? filePlan : buildPlan(loaded, filePlan.types);
  const wanted = CONVERSION_STEPS.filter((step) => options.steps === undefined || options.steps.includes(step.id));
  const { to, itersPerEpoch, schedulers = 'iterations' } = options;
  const plainly = () => new StepWork(loaded, plan, to, itersPerEpoch, schedulers);
  const done = (newWork: () => StepWork, steps: readonly ConversionStep[]): StepWork => {
    const work = newWork();
    if (loaded.refusals.length > 0) work.note(BYTE_ORDER_MARK);
    for (const step of steps) step.convert(work);
    return work;
  };
  const whole = done(plainly, wanted);
  if (whole.refusals.length > 0) return refused(whole.refusals, whole.notes);
  if (whole.operations.length === 0) return { steps: [], edits: [], notes: whole.notes, refusals: [] };

  // A variable is converted when all its uses are, by whatever steps.
  const all = wanted.length === CONVERSION_STEPS.length ? whole : done(plainly, CONVERSION_STEPS);
  const notation = isParsed(loaded) ? new Notation(loaded, notationOptions(options), all.operations) : undefined;
  const inNotation = () => new StepWork(loaded, plan, to, itersPerEpoch, schedulers, notation);
  let difference: string | undefined;
  for (const newWork of notation ? [inNotation, plainly] : [plainly]) {
    const work = done(newWork, wanted);
    const after = work.refusals.length > 0 ? undefined : converted(loaded, work, options);
    difference =
      work.refusals.length > 0 ? '' : after && firstDifference(loaded, withForgotten(after), work.operations);
    if (difference === undefined) {
      if (after) noteRenamed(work, loaded, after);
      if (options.numbers === 'expressions' && to === 'iter') noteWrittenOut(work, newWork === inNotation, notation);
      return inSteps(
        loaded.source.text,
        work,
        wanted.map((step) => ({ step, work: done(newWork, [step]) })),
        options.to,
      );
    }
  }
  return refused(
    [
      `The file computes its settings in a way that the conversion would disturb (${difference}), so nothing was changed. Write the values out by hand, then convert again.`,
    ],
    whole.notes,
  );
}

function notationOptions({
  to,
  itersPerEpoch,
  numbers = 'literals',
  kept = new Set(),
}: ConvertOptions): NotationOptions {
  return { to, n: itersPerEpoch, numbers, kept };
}

/** The edited file; undefined when nothing is edited, or when nobody can read it. */
function converted(loaded: LoadedConfig, { edits }: StepWork, { reload }: ConvertOptions): LoadedConfig | undefined {
  return edits.length > 0 ? reload?.(applyEdits(loaded.source.text, edits)) : undefined;
}

/** Says why numbers are none of the expressions that were asked for. */
function noteWrittenOut(work: StepWork, isInNotation: boolean, notation: Notation | undefined): void {
  if (!work.operations.some((operation) => operation.kind !== 'remove' && hasNumber(operation.value))) return;
  const because = !notation
    ? 'a data file cannot compute'
    : !notation.namesEpoch
      ? `\`${ITERS_PER_EPOCH}\` already stands for something else`
      : !isInNotation
        ? 'the file computes its settings in a way that expressions would disturb'
        : undefined;
  if (because !== undefined) work.note(`Numbers are written out and not as expressions: ${because}.`);
}

function hasNumber(value: Literal): boolean {
  if (typeof value !== 'object') return typeof value === 'number';
  return partsOf(value).some(hasNumber);
}

/** Other files may take a variable from this one by its name. */
function noteRenamed(work: StepWork, before: LoadedConfig, after: LoadedConfig): void {
  if (before.style === 'script') return;
  const old = ownNumbers(before);
  const now = ownNumbers(after);
  const gone = old
    .filter((name) => !now.includes(name))
    .map((name) =>
      now.includes(renamed(name, work.to)) ? `\`${name}\` (now \`${renamed(name, work.to)}\`)` : `\`${name}\` (gone)`,
    );
  if (gone.length > 0)
    work.note(
      `Renamed after the new unit: ${gone.join(', ')}. A file that takes one of them from this one (\`_base_.…\`) has to be changed too.`,
    );
}

/** Variables at the top level of the file itself that are numbers. */
function ownNumbers({ config: { entries }, path }: LoadedConfig): readonly string[] {
  return [...entries].flatMap(([name, { at, value }]) =>
    at?.path === path && (value.kind === 'int' || value.kind === 'float') ? name : [],
  );
}

function inSteps(
  text: string,
  whole: StepWork,
  works: readonly { readonly step: ConversionStep; readonly work: StepWork }[],
  to: Unit,
): Conversion {
  const steps = works.flatMap(({ step, work }) => {
    const { edits } = work;
    return edits.length > 0 ? [{ id: step.id, title: step.title(to), edits }] : [];
  });
  return { steps, edits: joined(text, steps, whole.edits), notes: whole.notes, refusals: [] };
}

/** A script with the settings that its `Runner(...)` call forgets to pass: they shall not be left behind in the other unit. */
function withForgotten(loaded: LoadedConfig): LoadedConfig {
  const forgotten = (loaded.runnerCall?.unusedVariables ?? []).filter(({ name }) => !loaded.config.entries.has(name));
  if (forgotten.length === 0) return loaded;
  const entries = new Map(loaded.config.entries);
  for (const { name, slot } of forgotten) entries.set(name, slot);
  return { ...loaded, config: { ...loaded.config, entries } };
}

function refused(refusals: readonly string[], notes: readonly string[] = []): Conversion {
  return { steps: [], edits: [], notes, refusals };
}

function obstacleTo(
  loaded: LoadedConfig,
  plan: TrainingPlan,
  { itersPerEpoch, to, steps }: ConvertOptions,
): string | undefined {
  if (!Number.isSafeInteger(itersPerEpoch) || itersPerEpoch < 1)
    return 'The number of iterations per epoch has to be a whole number of at least 1.';
  const error = loaded.module?.errors.find(({ kind }) => kind !== 'byte-order-mark');
  if (error) return `The file has a syntax error. ${error.message}`;
  if (!loaded.isConfig) return 'This file is not an MMEngine config.';
  const [refusal] = loaded.refusals.filter((each) => !isByteOrderMark(loaded, each.place));
  if (refusal) return `MMEngine cannot load this file: ${refusal.message}`;
  if (isLegacyConfig(loaded.config))
    return "This is a config of MMCV 0.x or 1.x, which MMEngine cannot train. Rewrite it first; MMEngine's migration guide tells how.";
  if (loaded.runnerCall && loaded.runnerCall.count > 1 && plan.mode !== to)
    return `This script has ${loaded.runnerCall.count} \`Runner(...)\` calls, and only one of them would be converted. Convert it by hand.`;
  const unpassed = (loaded.runnerCall?.unusedVariables ?? []).find(({ name }) => {
    const step = BUILT_WITHOUT[name];
    return step !== undefined && (steps === undefined || steps.includes(step)) && !loaded.config.entries.has(name);
  });
  if (unpassed && plan.mode !== to)
    return `\`${unpassed.name}\` is set here, but \`Runner(...)\` is never given it, and runs with MMEngine's own. Pass it on, or take it out, then convert.`;
  if (plan.mode === 'unknown' && plan.loop?.type.slot && plan.loop.type.entry && plan.loop.byEpoch.value !== undefined)
    return '`train_cfg` has both `type` and `by_epoch`, and they contradict each other. Take one of them out first.';
  if (plan.mode === 'unknown')
    return 'Whether this config trains by epoch or by iteration depends on values that are not known here.';
  if (plan.mode === 'custom')
    return `\`train_cfg\` uses \`${plan.loop?.type.value ?? 'a loop'}\`, a loop of its own whose units are not known.`;
  return undefined;
}

/** What MMEngine makes by itself where it is given none, and then counts in epochs; the step that converts it. */
const BUILT_WITHOUT: Readonly<Record<string, StepId>> = {
  default_hooks: 'default-hooks',
  log_processor: 'log-processor',
};

const BYTE_ORDER_MARK =
  'The file begins with a byte order mark, with which MMEngine cannot load it. Save it as UTF-8 without one.';

/** A character in front of a text that is right otherwise: the conversion leaves it there, and says what MMEngine makes of it. */
function isByteOrderMark({ path, source }: LoadedConfig, place: Place): boolean {
  return place.path === path && place.start === 0 && place.end === 1 && source.text.startsWith('\uFEFF');
}

/** The steps' own edits where they add up to the whole, so that each edit belongs to its step. */
function joined(text: string, steps: Conversion['steps'], whole: readonly TextEdit[]): readonly TextEdit[] {
  const edits = steps.flatMap((step) => step.edits);
  edits.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const overlapping = edits.some((edit, i) => edit.span.start < (edits[i - 1]?.span.end ?? 0));
  return !overlapping && applyEdits(text, edits) === applyEdits(text, whole) ? edits : whole;
}
