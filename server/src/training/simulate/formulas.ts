/** The schedules themselves, operation by operation as in mmengine/optim/scheduler/param_scheduler.py. */
import type { Arguments } from './arguments.ts';
import { divide, isMultiple, NotKnowable, PythonError, power } from './python.ts';
import type { Formula, Group, Range } from './scheduler.ts';

/** Builds the formula of one family from the constructor's arguments; checks them in MMEngine's order. */
export type FormulaBuilder = (args: Arguments, range: Range, group: Group) => Formula;

export const constant: FormulaBuilder = (args, range) => {
  const factor = args.number('factor', 1 / 3);
  if (factor > 1 || factor < 0)
    throw new PythonError('ValueError', 'Constant multiplicative factor should between 0 and 1.');
  return holding(factor, range);
};

/** MMPose's takes any factor. */
export const anyConstant: FormulaBuilder = (args, range) => holding(args.number('factor', 1 / 3), range);

function holding(factor: number, { begin, end }: Range): Formula {
  const total = end - begin - 1;
  return (current, _base, step) => {
    if (step === 0) return current * factor;
    return step === total ? current * divide(1, factor) : current;
  };
}

export const linear: FormulaBuilder = (args, { begin, end }) => {
  const start = args.number('start_factor', 1 / 3);
  const finish = args.number('end_factor', 1);
  if (start > 1 || start < 0)
    throw new PythonError('ValueError', 'Starting multiplicative factor should between 0 and 1.');
  if (finish > 1 || finish < 0)
    throw new PythonError('ValueError', 'Ending multiplicative factor should between 0 and 1.');
  const total = end - begin - 1;
  return (current, _base, step) =>
    step === 0
      ? current * start
      : current * (1 + divide(finish - start, total * start + (step - 1) * (finish - start)));
};

export const exponential: FormulaBuilder = (args) => {
  const gamma = args.number('gamma');
  return (current, _base, step) => (step === 0 ? current : current * gamma);
};

export const step: FormulaBuilder = (args) => {
  const size = args.number('step_size');
  const gamma = args.number('gamma', 0.1);
  return (current, _base, at) => (at === 0 || !isMultiple(at, size) ? current : current * gamma);
};

export const multiStep: FormulaBuilder = (args) => {
  const milestones = new Map<number, number>();
  // `Counter(None)` is empty.
  const positions = args.isNone('milestones') ? [] : args.numbers('milestones');
  for (const milestone of positions) milestones.set(milestone, (milestones.get(milestone) ?? 0) + 1);
  const gamma = args.number('gamma', 0.1);
  return (current, _base, at) => {
    const times = milestones.get(at);
    return times === undefined ? current : current * power(gamma, times);
  };
};

export const poly: FormulaBuilder = (args, { begin, end }) => {
  const ratio = args.optionalNumber('eta_min_ratio');
  const fixed = ratio === undefined ? args.number('eta_min', 0) : 0;
  const exponent = args.number('power', 1);
  const total = end - begin - 1;
  return (current, base, at) => {
    if (at === 0) return current;
    const minimum = ratio === undefined ? fixed : base * ratio;
    return (current - minimum) * power(1 - divide(1, total - at + 1), exponent) + minimum;
  };
};

/** `eta_min` or `eta_min_ratio`, as a function of the base value. */
function lowest(args: Arguments, otherwise: number | undefined): (base: number) => number {
  const minimum = args.optionalNumber('eta_min');
  const ratio = args.optionalNumber('eta_min_ratio');
  if (minimum === undefined && ratio === undefined && otherwise !== undefined) return () => otherwise;
  if (minimum !== undefined && ratio === undefined) return () => minimum;
  if (minimum === undefined && ratio !== undefined) return (base) => base * ratio;
  throw new PythonError('AssertionError', 'Either `eta_min` or `eta_min_ratio should be specified');
}

export const cosineAnnealing: FormulaBuilder = (args, { begin, end }) => {
  const minimumOf = lowest(args, 0);
  const given = args.optionalNumber('T_max');
  const period = given === undefined || given === 0 ? end - begin : given;
  return (current, base, at) => {
    if (at === 0) return current;
    const minimum = minimumOf(base);
    if (isMultiple(at - 1 - period, 2 * period))
      return current + ((base - minimum) * (1 - Math.cos(Math.PI / period))) / 2;
    return (
      divide(1 + Math.cos((Math.PI * at) / period), 1 + Math.cos((Math.PI * (at - 1)) / period)) * (current - minimum) +
      minimum
    );
  };
};

/** MMPretrain's for weight decay: a value of 0 stays 0. */
export const cosineAnnealingWeightDecay: FormulaBuilder = (args, range, group) => {
  const annealed = cosineAnnealing(args, range, group);
  return (current, base, at) => (base === 0 ? 0 : annealed(current, base, at));
};

export const cosineRestart: FormulaBuilder = (args) => {
  const minimumOf = lowest(args, undefined);
  const periods = args.numbers('periods');
  const weights = args.numbers('restart_weights', [1]);
  if (periods.length !== weights.length)
    throw new PythonError('AssertionError', 'periods and restart_weights should have the same length.');
  let sum = 0;
  const ends = periods.map((period) => (sum += period));
  return (current, base, at) => {
    const index = ends.findIndex((end) => at < end);
    if (index < 0) return current;
    const since = at - (index === 0 ? 0 : (ends[index - 1] ?? 0));
    if (since === 0) return base * (weights[index] ?? 1);
    const period = periods[index] ?? 0;
    const minimum = minimumOf(base);
    return (
      divide(1 + Math.cos(divide(Math.PI * since, period)), 1 + Math.cos(divide(Math.PI * (since - 1), period))) *
        (current - minimum) +
      minimum
    );
  };
};

export const quadraticWarmup: FormulaBuilder = (_args, { begin, end }) => {
  const total = end - begin;
  return (current, base, at) => {
    const risen = divide(base * (2 * at + 1), total ** 2);
    return at === 0 ? risen : current + risen;
  };
};

export const oneCycle: FormulaBuilder = (args, { begin, end, lastStep }, group) => {
  const total = oneCycleSteps(args, end - begin);
  const start = args.number('pct_start', 0.3);
  if (start < 0 || start > 1 || (args.has('pct_start') && !args.isFloat('pct_start')))
    throw new PythonError('ValueError', `Expected float between 0 and 1 pct_start, but got ${start}`);
  const strategy = args.string('anneal_strategy', 'cos');
  if (strategy !== 'cos' && strategy !== 'linear')
    throw new PythonError('ValueError', `anneal_strategy must by one of "cos" or "linear", instead got ${strategy}`);
  if (lastStep !== -1) throw new NotKnowable('a OneCycle schedule that is resumed takes its range from a checkpoint');
  const max = args.number('eta_max', 0);
  const initial = divide(max, args.number('div_factor', 25));
  // Kept in the parameter group, where later schedulers take their base value from, and a second OneCycle overwrites them.
  group.initial.lr = initial;
  group.cycle = { max, min: divide(initial, args.number('final_div_factor', 1e4)) };
  const bound = {
    initial: () => group.initial.lr ?? 0,
    max: () => group.cycle?.max ?? 0,
    min: () => group.cycle?.min ?? 0,
  };
  const up = { end: start * total - 1, from: bound.initial, to: bound.max };
  const phases = args.truth('three_phase', false)
    ? [
        up,
        { end: 2 * start * total - 2, from: bound.max, to: bound.initial },
        { end: total - 1, from: bound.initial, to: bound.min },
      ]
    : [up, { end: total - 1, from: bound.max, to: bound.min }];
  return (current, _base, at) => {
    if (at > total)
      throw new PythonError(
        'ValueError',
        `Tried to step ${at + 1} times. The specified number of total steps is ${total}`,
      );
    let since = 0;
    for (const [index, phase] of phases.entries()) {
      if (at <= phase.end || index === phases.length - 1) {
        const part = divide(at - since, phase.end - since);
        const from = phase.from();
        const to = phase.to();
        return strategy === 'cos' ? to + ((from - to) / 2) * (Math.cos(Math.PI * part) + 1) : (to - from) * part + from;
      }
      since = phase.end;
    }
    return current;
  };
};

function oneCycleSteps(args: Arguments, otherwise: number): number {
  if (args.isNone('total_steps')) return otherwise;
  const steps = args.number('total_steps');
  if (steps <= 0 || args.isFloat('total_steps'))
    throw new PythonError('ValueError', `Expected positive integer total_steps, but got ${steps}`);
  return steps;
}
