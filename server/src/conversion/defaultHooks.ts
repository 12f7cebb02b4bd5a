import { parameterOf } from '../mmengine/catalogue.ts';
import type { CheckpointPlan, HookPlan, HookQuantity } from '../training/plan.ts';
import { refusesHalfConverted } from './halfConverted.ts';
import { convertInterval } from './intervals.ts';
import { type ConversionStep, describePath, type StepWork } from './step.ts';
import { epochOfFirstIter, firstIterOfEpoch } from './units.ts';

/** Checkpoints, logging, and every other hook that counts epochs or iterations. */
export const defaultHooksStep: ConversionStep = {
  id: 'default-hooks',
  title: (to) =>
    to === 'iter' ? 'Let hooks count iterations (`default_hooks`)' : 'Let hooks count epochs (`default_hooks`)',
  convert(work) {
    const { checkpoint, logger, hooks } = work.plan;
    if (checkpoint) convertCheckpoint(work, checkpoint);
    if (logger) convertLogger(work);
    for (const hook of hooks)
      if (hook !== checkpoint && hook !== logger && !samePath(hook, checkpoint) && !samePath(hook, logger))
        convertHook(work, hook);
  },
};

function samePath(a: HookPlan, b: HookPlan | undefined): boolean {
  return b !== undefined && describePath(a.keyPath) === describePath(b.keyPath);
}

function convertCheckpoint(work: StepWork, hook: CheckpointPlan): void {
  const { to, n } = work;
  const path = hook.keyPath;
  // A complete dict of a fragment has MMEngine's defaults, too.
  const byEpoch =
    hook.byEpoch.value ??
    (hook.byEpoch.slot || !hook.cfg?.entries.has('type') || hook.type.entry === undefined ? undefined : true);
  if (byEpoch === undefined) {
    if (hook.byEpoch.slot || work.plan.isRoot)
      work.note(`\`${describePath(path)}\` is kept: it is of an unknown type, or its \`by_epoch\` is not known here.`);
    return;
  }
  if (byEpoch === (to === 'epoch')) return;
  if (!hook.cfg) {
    work.set(path, {
      dict: { type: work.typed('mmengine.hooks', 'CheckpointHook'), by_epoch: to === 'epoch', interval: n },
    });
    return;
  }
  if (to === 'iter' || hook.byEpoch.slot) work.set(hook.byEpoch.keyPath, to === 'epoch');
  for (const quantity of [hook.interval, hook.saveBegin]) {
    if (!quantity.slot) continue;
    const number =
      quantity.slot.value.kind === 'int' || quantity.slot.value.kind === 'float'
        ? Number(quantity.slot.value.value)
        : undefined;
    if (number === undefined)
      work.refuse(`The value of \`${describePath(quantity.keyPath)}\` is not known here, so it cannot be converted.`);
    else if (number > 0 && !refusesHalfConverted(work, number, describePath(quantity.keyPath), 'interval'))
      work.set(quantity.keyPath, convertInterval(work, number, describePath(quantity.keyPath)));
  }
  const template = hook.cfg.entries.get('filename_tmpl')?.value;
  if (template?.kind === 'str') {
    const [old, name] = to === 'iter' ? ['epoch', 'iter'] : ['iter', 'epoch'];
    const renamed = template.value.replace(old, name);
    if (renamed !== template.value) work.set([...path, 'filename_tmpl'], renamed);
  }
}

function convertLogger(work: StepWork): void {
  const { logger } = work.plan;
  if (!logger) return;
  const setting = logger.logMetricByEpoch;
  const current =
    setting.value ??
    (setting.slot || !logger.cfg?.entries.has('type') || logger.type.entry === undefined ? undefined : true);
  const wanted = work.to === 'epoch';
  if (current === undefined || current === wanted) return;
  if (logger.cfg) work.set(setting.keyPath, wanted);
  else
    work.set(logger.keyPath, {
      dict: { type: work.typed('mmengine.hooks', 'LoggerHook'), log_metric_by_epoch: wanted },
    });
}

function convertHook(work: StepWork, hook: HookPlan): void {
  const { facts } = hook;
  if (!facts || !hook.cfg) return;
  if (hook.cfg.open) {
    work.note(
      `\`${describePath(hook.keyPath)}\` (${hook.type.value}) is kept: it depends on a value that is not known here.`,
    );
    return;
  }
  if (work.to === 'iter' && facts.underIterLoop) keep(work, hook, facts.underIterLoop.detail);
  for (const quantity of hook.quantities) convertQuantity(work, hook, quantity);
}

function convertQuantity(work: StepWork, hook: HookPlan, quantity: HookQuantity): void {
  const { to } = work;
  const { param, value } = quantity;
  const from = to === 'iter' ? 'epoch' : 'iter';
  const consequence = to === 'iter' ? param.underIterLoop : param.underEpochLoop;
  if (param.unit === 'flag') {
    const written = quantity.slot?.value;
    const flag = written?.kind === 'bool' ? written.value : written ? undefined : flagDefault(hook, param.name);
    if (flag !== (to === 'iter') || !consequence) return;
    if (param.counterpart?.kind === 'switch') {
      if (canSwitch(work, hook, param.name)) work.set(quantity.keyPath, to === 'epoch');
    } else keep(work, hook, consequence.detail);
    return;
  }
  if (param.nested !== undefined) {
    if (quantity.slot && consequence) keep(work, hook, consequence.detail);
    return;
  }
  if (quantity.unit !== from || value === undefined) return;
  if (param.counterpart?.kind === 'rename' && quantity.slot) renameQuantity(work, quantity, param.counterpart.to);
  else if (param.counterpart?.kind === 'switch' && param.switch)
    switchQuantity(work, hook, quantity, param.switch.name);
  else if (consequence && value > (consequence.harmlessUpTo ?? Number.NEGATIVE_INFINITY))
    keep(work, hook, consequence.detail);
}

/** `begin_epoch` against `begin_iter`: the first epoch or iteration that counts. */
function renameQuantity(work: StepWork, quantity: HookQuantity, name: string): void {
  const { value } = quantity;
  if (value === undefined || value <= 0) return;
  const converted = work.to === 'iter' ? firstIterOfEpoch(value, work.n) : epochOfFirstIter(value, work.n);
  // An iteration in the middle of an epoch counts the same under an epoch loop.
  if (converted === undefined) return;
  work.rename(quantity.keyPath, name, converted);
}

function switchQuantity(work: StepWork, hook: HookPlan, quantity: HookQuantity, switchName: string): void {
  const { value } = quantity;
  if (value === undefined || !canSwitch(work, hook, switchName)) return;
  work.set([...hook.keyPath, switchName], work.to === 'epoch');
  if (value > 0) work.set(quantity.keyPath, work.to === 'iter' ? value * work.n : value / work.n);
}

/** More is a ValueError (mmengine/hooks/profiler_hook.py). */
const MOST_EPOCHS: Readonly<Record<string, number>> = { profile_times: 1 };

/** To epochs only when every number under the switch is whole there: an epoch loop runs iterations just the same. */
function canSwitch(work: StepWork, hook: HookPlan, switchName: string): boolean {
  if (work.to === 'iter') return true;
  return hook.quantities.every(({ param, value }) => {
    if (param.switch?.name !== switchName || value === undefined || value <= 0) return true;
    return value % work.n === 0 && value / work.n <= (MOST_EPOCHS[param.name] ?? Number.POSITIVE_INFINITY);
  });
}

/** Numbers of whatever the running loop counts: only a change of the loop changes them. */
export function convertLoopQuantities(work: StepWork): void {
  for (const hook of work.plan.hooks)
    for (const { param, value, keyPath } of hook.quantities)
      if (hook.cfg && param.unit === 'loop' && param.counterpart?.kind === 'same' && value !== undefined && value > 0)
        work.set(keyPath, convertInterval(work, value, describePath(keyPath)));
}

function keep(work: StepWork, hook: HookPlan, detail: string): void {
  work.note(`\`${describePath(hook.keyPath)}\` (${hook.type.value}) is kept, but has no counterpart here. ${detail}`);
}

function flagDefault(hook: HookPlan, name: string): boolean | undefined {
  const source = hook.type.entry && parameterOf(hook.type.entry, name)?.default;
  return source === 'True' ? true : source === 'False' ? false : undefined;
}
