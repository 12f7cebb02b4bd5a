import { PythonError } from './python.ts';

/** What a scheduler changes in the optimizer's parameter group. */
export type Parameter = 'lr' | 'momentum' | 'weight_decay';

/** One parameter group of the optimizer: the running values and those that schedulers recorded as initial. */
export interface Group {
  readonly value: Record<Parameter, number>;
  readonly initial: Partial<Record<Parameter, number>>;
  /** What OneCycle keeps besides the initial value. */
  cycle?: { readonly max: number; readonly min: number };
}

/** MMEngine's INF, an int. */
export const INF = 1e9;

export interface Range {
  readonly begin: number;
  readonly end: number;
  readonly lastStep: number;
  readonly byEpoch: boolean;
}

/**
 * The next value of a chained schedule from the current one.
 * @param current the group's value now, whoever set it
 * @param base the value when the first scheduler was built
 * @param step how many steps this scheduler has made within its range
 */
export type Formula = (current: number, base: number, step: number) => number;

/**
 * `_ParamScheduler` of mmengine/optim/scheduler/param_scheduler.py: counts every step, acts on those within its range.
 * Making one makes its first step, as in MMEngine.
 */
export class Scheduler {
  readonly byEpoch: boolean;
  private readonly range: Range;
  private readonly parameter: Parameter;
  private readonly formula: Formula;
  private readonly base: number;
  private lastStep: number;
  private globalStep = -1;

  constructor(group: Group, parameter: Parameter, range: Range, formula: Formula) {
    if (range.end <= range.begin)
      throw new PythonError(
        'ValueError',
        `end should be larger than begin, but got begin=${range.begin}, end=${range.end}`,
      );
    if (!Number.isInteger(range.lastStep) || range.lastStep < -1) throw new PythonError('AssertionError', '');
    if (range.lastStep === -1) group.initial[parameter] ??= group.value[parameter];
    const base = group.initial[parameter];
    if (base === undefined)
      throw new PythonError(
        'KeyError',
        `"param 'initial_${parameter}' is not specified in param_groups[0] when resuming an optimizer"`,
      );
    this.byEpoch = range.byEpoch;
    this.range = range;
    this.parameter = parameter;
    this.formula = formula;
    this.base = base;
    this.lastStep = range.lastStep;
    this.step(group);
  }

  step(group: Group): void {
    this.globalStep++;
    if (this.globalStep < this.range.begin || this.globalStep >= this.range.end) return;
    this.lastStep++;
    group.value[this.parameter] = this.formula(group.value[this.parameter], this.base, this.lastStep);
  }
}
