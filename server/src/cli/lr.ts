import type { Value } from '../config/values.ts';
import { valueAt } from '../config/values.ts';
import type { Analysis } from '../features/context.ts';
import { ancestry } from '../mmengine/derived.ts';
import type { HookPlan } from '../training/plan.ts';
import { plainScheduler } from '../training/simulate/plain.ts';
import { simulateSchedule } from '../training/simulate/simulate.ts';
import { EXIT_FOUND, EXIT_OK, Failure } from './exit.ts';
import { openLens } from './lens.ts';
import { absolute, demandReadable, print, told } from './output.ts';
import { demandProjects } from './projects.ts';

export interface LrOptions {
  readonly format: 'text' | 'csv' | 'json' | 'svg';
  readonly itersPerEpoch?: number;
  readonly baseLr?: number;
  readonly python?: string;
}

/** A run's learning rates, as the formats print them. */
export interface Curve {
  readonly path: string;
  /** Undefined where nothing depends on it. */
  readonly itersPerEpoch: number | undefined;
  /** One for each iteration. */
  readonly lr: Float64Array;
}

/** `mmlens lr`. @returns the exit status. */
export async function lr(file: string, options: LrOptions): Promise<number> {
  demandReadable(file);
  demandProjects([file]);
  const lens = await openLens(options);
  const curve = curveOf(file, lens.check(absolute(file)), options.baseLr);
  const formats = await import('./formats/curve.ts');
  for (const part of formats[options.format](curve)) await print(part);
  return EXIT_OK;
}

function curveOf(file: string, analysis: Analysis, baseLr: number | undefined): Curve {
  const { loaded, plan, itersPerEpoch } = analysis;
  const fail = (message: string): never => {
    throw new Failure(`${file}: ${message}`, EXIT_FOUND);
  };
  const [refusal] = loaded.refusals;
  if (refusal) return fail(`MMEngine does not load it: ${told(refusal)}`);
  const { loop, mode, schedulers } = plan;
  if (!loaded.isConfig || !loop || (mode !== 'epoch' && mode !== 'iter'))
    return fail('it does not say how it trains, by epoch or by iteration');
  const { value: length, unit } = loop.length;
  if (length === undefined || unit === 'unknown') return fail(`\`${loop.length.keyPath.join('.')}\` is not known`);
  if (!Number.isInteger(length) || length < 0)
    return fail(`\`${loop.length.keyPath.join('.')}\` is ${length}, and a training needs a whole number, at least 0`);
  const needsCount =
    mode === 'epoch' ||
    unit === 'epoch' ||
    schedulers.some(({ convertToIterBased }) => convertToIterBased.value !== false);
  if (needsCount && itersPerEpoch === undefined)
    return fail(
      'this needs the number of iterations per epoch: `--iters-per-epoch N`, or `# mmlens: iters-per-epoch=N` in the file',
    );
  if (schedulers.some(({ keyPath }) => typeof keyPath[1] === 'string'))
    return fail('each of its optimizers has schedulers of its own, and one curve cannot show them');
  const other = plan.hooks.find(isOtherStepping);
  if (other) return fail(`\`${other.type.value}\` sets the learning rate in a way of its own, which no scheduler says`);
  const count = itersPerEpoch ?? 1;
  const result = simulateSchedule({
    loop: { kind: mode, length: mode === 'iter' && unit === 'epoch' ? length * count : length },
    schedulers: schedulers.map(({ cfg }) => plainScheduler(cfg) ?? fail('a scheduler has a setting that is not known')),
    baseLr:
      baseLr ??
      learningRate(plan.config) ??
      fail('the learning rate of its optimizer is not known; give it with `--base-lr X`'),
    itersPerEpoch: count,
    ...(plan.scope !== undefined && { scope: plan.scope }),
  });
  if ('error' in result) return fail(`MMEngine stops with ${result.error.error}: ${result.error.message}`);
  if ('unknown' in result) return fail(`the learning rate is not known: ${result.unknown}`);
  // Without its hook, no scheduler makes more than its first step.
  const lr = stepsNever(plan.config) ? result.lr.map(() => result.lr[0] ?? Number.NaN) : result.lr;
  return { path: file, itersPerEpoch, lr };
}

/** The hook that steps the schedulers, by its name in `default_hooks`. */
const STEPPING = 'param_scheduler';
const STEPPING_HOOK = 'mmengine.hooks.param_scheduler_hook.ParamSchedulerHook';

/** A hook in the place of MMEngine's own, or derived from it. */
function isOtherStepping({ type: { entry, value }, keyPath }: HookPlan): boolean {
  const isStepping = keyPath[1] === STEPPING || (entry !== undefined && ancestry(entry).includes(STEPPING_HOOK));
  return isStepping && value !== undefined && entry?.package !== 'mmengine';
}

function stepsNever(config: Value): boolean {
  return valueAt(config, ['default_hooks', STEPPING])?.kind === 'none';
}

function learningRate(config: Value): number | undefined {
  const value = valueAt(config, ['optim_wrapper', 'optimizer', 'lr']);
  return value?.kind === 'int' || value?.kind === 'float' ? Number(value.value) : undefined;
}
