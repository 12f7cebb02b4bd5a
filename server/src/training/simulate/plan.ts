import { type DictValue, type Value, valueAt } from '../../config/values.ts';
import type { SchedulerPlan, TrainingPlan } from '../plan.ts';
import { number } from '../read.ts';
import { plainScheduler } from './plain.ts';
import type { PlainDict } from './python.ts';
import type { ScheduleOptions } from './simulate.ts';

export interface ScheduleChoices {
  /** Iterations in one pass over the training data, if known. */
  readonly itersPerEpoch: number | undefined;
  /** Instead of the optimizer's own `lr`. */
  readonly baseLr?: number;
  /** Which of several optimizers: a key of `optim_wrapper` and of `param_scheduler`. */
  readonly optimizer?: string;
}

/** A config's training plan as input of the simulation, or in words what is missing for it. */
export function scheduleOf(
  plan: TrainingPlan,
  choices: ScheduleChoices,
): ScheduleOptions | { readonly unknown: string } {
  const { mode, loop } = plan;
  if ((mode !== 'epoch' && mode !== 'iter') || !loop) return { unknown: 'it is not known how the config trains' };
  if (choices.optimizer === undefined && plan.schedulers.some(({ keyPath }) => typeof keyPath[1] === 'string'))
    return { unknown: 'each of its optimizers has its own schedule' };
  const schedulers = schedulersOf(plan, choices.optimizer);
  if (schedulers === undefined) return { unknown: 'its `param_scheduler` is not known' };
  const baseLr = choices.baseLr ?? learningRate(plan.config, choices.optimizer);
  if (baseLr === undefined) return { unknown: "the optimizer's learning rate is not known" };
  const { value: length, unit } = loop.length;
  if (length === undefined) return { unknown: 'the length of the training is not known' };

  const needed =
    mode === 'epoch' || unit === 'epoch' || plan.schedulers.some((one) => one.convertToIterBased.value !== false);
  const { itersPerEpoch } = choices;
  if (itersPerEpoch === undefined && needed) return { unknown: 'the number of iterations per epoch is not known' };
  const perEpoch = itersPerEpoch ?? 1;
  const total = mode === 'iter' && unit === 'epoch' ? length * perEpoch : length;
  if (!Number.isSafeInteger(total) || total < 0) return { unknown: `a training cannot be ${total} long` };
  return {
    loop: { kind: mode, length: total },
    schedulers,
    baseLr,
    itersPerEpoch: perEpoch,
    ...(plan.scope === undefined ? {} : { scope: plan.scope }),
  };
}

/** Undefined when a scheduler that concerns the optimizer is not known. */
function schedulersOf(plan: TrainingPlan, optimizer: string | undefined): readonly PlainDict[] | undefined {
  const { config } = plan;
  const written = config.entries.get('param_scheduler')?.value;
  if (written === undefined ? config.open : written.kind === 'unknown') return undefined;
  const plain = plan.schedulers.filter((one) => concerns(one, optimizer)).map((one) => plainScheduler(one.cfg));
  return plain.every((one) => one !== undefined) ? plain : undefined;
}

/** `param_scheduler.generator.0` is one optimizer's; `param_scheduler.0` is everyone's. */
function concerns({ keyPath }: SchedulerPlan, optimizer: string | undefined): boolean {
  const [, name] = keyPath;
  return typeof name !== 'string' || optimizer === undefined || name === optimizer;
}

function learningRate(config: DictValue, optimizer: string | undefined): number | undefined {
  const paths = [
    ['optim_wrapper', 'optimizer', 'lr'],
    ...(optimizer === undefined ? [] : [['optim_wrapper', optimizer, 'optimizer', 'lr']]),
  ];
  for (const path of paths) {
    const value: Value | undefined = valueAt(config, path);
    if (value) return number(value);
  }
  return undefined;
}
