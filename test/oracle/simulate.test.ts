import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Plain, type PlainDict, PythonFloat } from '../../server/src/training/simulate/python.ts';
import { type ScheduleOptions, simulateSchedule } from '../../server/src/training/simulate/simulate.ts';
import { trainingPython } from './support/environment.ts';
import { succeed } from './support/run.ts';

const LISTS = Number(process.env.MMLENS_SIMULATIONS ?? 2000);

/** What simulate_random.py says. */
type Judged = { readonly lr: readonly (number | string)[] } | { readonly error: string; readonly message: string };

/** A key that is there or not, so that MMEngine's defaults are met as well. */
const maybe = (arbitrary: fc.Arbitrary<Plain>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const fraction = fc.double({ min: 0, max: 1, noNaN: true }).map(rounded);
const rate = fc.constantFrom(0.1, 0.3, 0.5, 0.9, 0.99, 1.5, 1);
const position = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) as fc.Arbitrary<Plain> },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 120 }) },
  { weight: 1, arbitrary: fc.constantFrom<Plain>(0.09, 0.5, 1.5, 2.25, new PythonFloat(3), -1) },
);

function rounded(value: number): Plain {
  const short = Math.round(value * 1000) / 1000;
  return Number.isInteger(short) ? new PythonFloat(short) : short;
}

/** Mostly what people write: an end after the beginning, and no conversion of what is counted in iterations. */
const common: fc.Arbitrary<Record<string, Plain | undefined>> = fc.oneof(
  {
    weight: 15,
    arbitrary: fc
      .record({
        begin: maybe(fc.integer({ min: 0, max: 5 })),
        span: maybe(fc.integer({ min: 1, max: 60 })),
        unit: fc.constantFrom('epoch', 'iter', 'absent', 'convert'),
      })
      .map(({ begin, span, unit }) => ({
        begin,
        end: typeof span === 'number' ? span + (typeof begin === 'number' ? begin : 0) : undefined,
        by_epoch: unit === 'absent' ? undefined : unit !== 'iter',
        convert_to_iter_based: unit === 'convert' ? true : undefined,
      })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      begin: maybe(position),
      end: maybe(position),
      by_epoch: maybe(fc.constantFrom<Plain>(true, false, 0, 1)),
      convert_to_iter_based: maybe(fc.boolean()),
    }),
  },
);

function scheduler(type: string | readonly string[], args: Record<string, fc.Arbitrary<Plain | undefined>>) {
  const own = fc.record({ type: fc.constantFrom(...(typeof type === 'string' ? [type] : type)), ...args });
  return fc
    .tuple(own, common)
    .map(
      ([dict, range]): PlainDict =>
        Object.fromEntries(
          Object.entries<Plain | undefined>({ ...dict, ...range }).flatMap(([key, value]) =>
            value === undefined ? [] : [[key, value]],
          ),
        ),
    );
}

const eta = fc.constantFrom<Plain>(0, 0.001, new PythonFloat(0));
const cosine = (args: Record<string, fc.Arbitrary<Plain | undefined>>, ...types: string[]) => [
  { weight: 7, arbitrary: scheduler(types, { ...args, eta_min: eta }) },
  { weight: 5, arbitrary: scheduler(types, { ...args, eta_min_ratio: fc.constant(0.05) }) },
  {
    weight: 1,
    arbitrary: scheduler(types, { ...args, eta_min: maybe(eta), eta_min_ratio: maybe(fc.constantFrom(0.05, null)) }),
  },
];
const often = (arbitrary: fc.Arbitrary<PlainDict>) => ({ weight: 10, arbitrary });
const rarely = (arbitrary: fc.Arbitrary<PlainDict>) => ({ weight: 1, arbitrary });

const periods = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fraction), { minLength: 1, maxLength: 3 });

const anyScheduler: fc.Arbitrary<PlainDict> = fc.oneof(
  often(scheduler(['ConstantLR', 'ConstantMomentum'], { factor: maybe(fraction) })),
  often(
    scheduler(['LinearLR', 'LinearLR', 'LinearMomentum'], {
      start_factor: maybe(fc.oneof(fraction, fc.constantFrom(1e-3, 1))),
      end_factor: maybe(fraction),
    }),
  ),
  often(scheduler(['ExponentialLR'], { gamma: rate })),
  often(scheduler(['StepLR', 'StepMomentum'], { step_size: fc.integer({ min: 1, max: 40 }), gamma: maybe(rate) })),
  often(
    scheduler(['MultiStepLR', 'MultiStepLR', 'mmengine.MultiStepLR'], {
      milestones: fc.array(position, { maxLength: 4 }),
      gamma: maybe(rate),
    }),
  ),
  ...cosine({ T_max: maybe(fc.oneof(position, fc.constant(null))) }, 'CosineAnnealingLR', 'CosineAnnealingMomentum'),
  often(
    scheduler(['PolyLR', 'PolyLR', 'PolyMomentum'], {
      power: maybe(fc.constantFrom<Plain>(0.9, 1, new PythonFloat(2), 0)),
      eta_min: maybe(fc.constantFrom(0, 1e-4)),
    }),
  ),
  often(
    scheduler(['OneCycleLR'], {
      eta_max: maybe(fc.constantFrom(0.2, 1)),
      total_steps: maybe(fc.constantFrom(60, 80, 120, 200, null)),
      pct_start: maybe(fraction),
      anneal_strategy: maybe(fc.constantFrom('cos', 'linear')),
      div_factor: maybe(fc.constantFrom<Plain>(25, new PythonFloat(10))),
      final_div_factor: maybe(fc.constantFrom<Plain>(1e4, 10)),
      three_phase: maybe(fc.boolean()),
    }),
  ),
  ...[periods].flatMap((pairs) =>
    cosine({}, 'CosineRestartLR', 'CosineRestartMomentum').map(({ weight, arbitrary }) => ({
      weight,
      arbitrary: fc.tuple(arbitrary, pairs).map(
        ([dict, chosen]): PlainDict => ({
          ...dict,
          periods: chosen.map(([period]) => period),
          restart_weights: chosen.map(([, weight]) => weight),
        }),
      ),
    })),
  ),
  // What MMEngine refuses, or what divides by zero on the way.
  rarely(
    scheduler(['ConstantLR', 'LinearLR'], { factor: fc.constantFrom(1, 2, 0), start_factor: maybe(fc.constant(1.2)) }),
  ),
  rarely(scheduler(['ConstantLR'], { factor: fc.constantFrom(1, 2, 0, -1) })),
  rarely(
    scheduler(['LinearLR'], {
      start_factor: fc.constantFrom<Plain>(0, 1.2, null),
      end_factor: maybe(fc.constantFrom(-1, 0)),
    }),
  ),
  rarely(scheduler(['StepLR'], { step_size: fc.constantFrom(0, 2.5, -3) })),
  rarely(scheduler(['MultiStepLR'], { gamma: maybe(rate), milestones: maybe(fc.constantFrom<Plain>(6, null)) })),
  rarely(scheduler(['PolyLR'], { power: fc.constantFrom(-1, 0.5), end: position })),
  rarely(scheduler(['OneCycleLR'], { total_steps: maybe(position), pct_start: maybe(fc.constantFrom(1, 0, 2.5)) })),
  rarely(scheduler(['OneCycleLR'], { anneal_strategy: fc.constant('exp'), div_factor: maybe(fc.constant(0)) })),
  rarely(scheduler(['CosineRestartLR'], { periods: fc.constant([4, 6]), eta_min: eta })),
  rarely(
    scheduler(['ReduceOnPlateauMomentum'], {
      factor: maybe(fc.constantFrom<Plain>(0.1, 1)),
      monitor: maybe(fc.constant('loss')),
    }),
  ),
);

const anyRun: fc.Arbitrary<ScheduleOptions> = fc.record({
  loop: fc.oneof(
    fc.record({ kind: fc.constant('epoch' as const), length: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ kind: fc.constant('iter' as const), length: fc.integer({ min: 1, max: 120 }) }),
  ),
  schedulers: fc.array(anyScheduler, { minLength: 1, maxLength: 3 }),
  baseLr: fc.constantFrom(0.1, 0.02, 1e-4, 1),
  itersPerEpoch: fc.integer({ min: 1, max: 12 }),
});

/** JSON that keeps Python's floats floats: `3.0` stays what it is. */
function encode(value: unknown): string {
  if (value instanceof PythonFloat) return value.value.toFixed(1);
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${encode(item)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

function differs(simulated: ReturnType<typeof simulateSchedule>, judged: Judged): string | undefined {
  if ('unknown' in simulated) return `the simulation does not know: ${simulated.unknown}`;
  if ('error' in simulated || 'error' in judged) {
    const ours = 'error' in simulated ? simulated.error.error : 'no error';
    const theirs = 'error' in judged ? judged.error : 'no error';
    return ours === theirs ? undefined : `${ours} instead of ${theirs}: ${JSON.stringify(judged).slice(0, 200)}`;
  }
  if (simulated.lr.length !== judged.lr.length)
    return `${simulated.lr.length} iterations instead of ${judged.lr.length}`;
  for (const [index, value] of judged.lr.entries()) {
    const expected = typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : value;
    const actual = simulated.lr[index] ?? 0;
    // At the bottom of a cosine, where 1 + cos cancels, the last digit of the C library's cosine is all that is left.
    const tolerance = 1e-9 * Math.abs(expected) + 1e-16;
    if (!(Math.abs(actual - expected) <= tolerance) && !Object.is(actual, expected))
      return `iteration ${index}: ${actual} instead of ${expected}`;
  }
  return undefined;
}

test(`${LISTS} random lists of schedulers train with MMEngine's learning rates`, async () => {
  const seed = Number(process.env.MMLENS_SEED ?? Date.now() % 2 ** 31);
  const runs = fc.sample(anyRun, { numRuns: LISTS, seed });
  const lines = await succeed(trainingPython(), ['scripts/oracle/simulate_random.py'], {
    input: runs.map(encode).join('\n'),
  });
  const judged = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Judged);
  expect(judged).toHaveLength(runs.length);
  const wrong = runs.flatMap((run, index) => {
    const difference = differs(simulateSchedule(run), judged[index] as Judged);
    return difference === undefined ? [] : [`${difference}\n  ${encode(run)}`];
  });
  const refused = judged.filter((one) => 'error' in one).length;
  console.log(`seed ${seed}: ${runs.length} lists, MMEngine refuses ${refused}; ${wrong.length} differ`);
  expect(refused).toBeLessThan(runs.length * 0.6);
  expect(wrong.sort((a, b) => a.length - b.length).slice(0, 5)).toEqual([]);
});
