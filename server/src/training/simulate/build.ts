import { findType, lackingArguments, type TypeEntry } from '../../mmengine/catalogue.ts';
import {
  GIVEN_TO_SCHEDULERS,
  type SchedulerFacts,
  type SchedulerFamily,
  schedulerFacts,
} from '../../mmengine/schedulers.ts';
import type { TypeLookup } from '../../mmengine/types.ts';
import { Arguments } from './arguments.ts';
import type { FormulaBuilder } from './formulas.ts';
import * as formulas from './formulas.ts';
import { NotKnowable, type Plain, type PlainDict, PythonError, PythonFloat, truncate } from './python.ts';
import { type Group, INF, type Parameter, type Range, Scheduler } from './scheduler.ts';

/** What MMEngine's runner knows when it builds schedulers. */
export interface RunLength {
  /** `max_epochs` and `max_iters` of the running loop; an iteration loop's `max_epochs` is 1. */
  readonly epochs: number;
  readonly iters: number;
  readonly itersPerEpoch: number;
  /** Registry scope for bare type names. */
  readonly scope: string | undefined;
  readonly lookup?: TypeLookup | undefined;
}

const FORMULAS: Readonly<Record<Exclude<SchedulerFamily, 'ReduceOnPlateau'>, FormulaBuilder>> = {
  Constant: formulas.constant,
  Linear: formulas.linear,
  Exponential: formulas.exponential,
  CosineAnnealing: formulas.cosineAnnealing,
  Step: formulas.step,
  MultiStep: formulas.multiStep,
  Poly: formulas.poly,
  OneCycle: formulas.oneCycle,
  CosineRestart: formulas.cosineRestart,
  QuadraticWarmup: formulas.quadraticWarmup,
};

/** Classes of other packages whose schedule is known; what else derives from MMEngine's may compute anything. */
const DOWNSTREAM: Readonly<Record<string, FormulaBuilder>> = {
  'mmpose.engine.schedulers.constant_lr.ConstantLR': formulas.anyConstant,
  'mmpose.engine.schedulers.constant_lr.ConstantParamScheduler': formulas.anyConstant,
  'mmseg.engine.schedulers.poly_ratio_scheduler.PolyLRRatio': formulas.poly,
  'mmpretrain.engine.schedulers.weight_decay_scheduler.CosineAnnealingWeightDecay': formulas.cosineAnnealingWeightDecay,
};

/**
 * Builds one scheduler as `Runner._build_param_scheduler` does; like there, its first step is made at once.
 * @returns undefined for one that never touches the learning rate by itself (a momentum ReduceOnPlateau)
 * @throws PythonError what MMEngine raises
 * @throws NotKnowable when its values depend on the run or its class is not known
 */
export function buildScheduler(cfg: PlainDict, group: Group, run: RunLength): Scheduler | undefined {
  const type = cfg.type;
  if (type === undefined) throw new PythonError('KeyError', "'type'");
  if (typeof type !== 'string') throw new NotKnowable('the type of a scheduler is not known');
  const scope = typeof cfg._scope_ === 'string' ? cfg._scope_ : run.scope;
  const entry = (run.lookup ?? findType)('scheduler', type, scope);
  const facts = entry && schedulerFacts(entry);
  if (!entry || !facts) throw new NotKnowable(`${type} is not one of the known parameter schedulers`);

  const { type: _type, _scope_, convert_to_iter_based, epoch_length, ...given } = cfg;
  const written = new Arguments(entry.name, { ...given, convert_to_iter_based: convert_to_iter_based ?? null });
  const converts = written.truth('convert_to_iter_based', false);
  const filled: PlainDict =
    'end' in given ? given : { ...given, end: written.truth('by_epoch', true) ? run.epochs : run.iters };
  if (!converts) return make(entry, facts, filled, group);
  if (!written.truth('by_epoch', true))
    throw new PythonError(
      'AssertionError',
      'Only epoch-based parameter scheduler can be converted to iter-based, and `epoch_length` should be set',
    );
  if (!facts.convertible && facts.family === 'ReduceOnPlateau')
    throw new PythonError('AttributeError', `type object '${entry.name}' has no attribute 'build_iter_from_epoch'`);
  return make(entry, facts, toIterations(entry, facts, filled, epoch_length ?? run.itersPerEpoch), group);
}

/** `build_iter_from_epoch` of each class. */
function toIterations(entry: TypeEntry, facts: SchedulerFacts, given: PlainDict, epochLength: Plain): PlainDict {
  const args = new Arguments(entry.name, { ...given, epoch_length: epochLength });
  const length = args.number('epoch_length');
  if (length <= 0)
    throw new PythonError('AssertionError', `\`epoch_length\` must be a positive integer, but got ${length}.`);
  const result: Record<string, Plain> = { ...given, by_epoch: false };
  // MMDetection's and MMPose's warm-up keeps fractions.
  const whole = facts.family === 'QuadraticWarmup' ? (x: number) => x : truncate;
  result.begin = whole(args.number('begin', 0) * length);
  const end = args.number('end', INF);
  result.end = end === INF ? end : whole(end * length);
  for (const name of entry.name === 'LinearLrInterval' ? [] : facts.counted) {
    if (name === 'milestones' || name === 'periods') {
      if (args.has(name)) result[name] = args.numbers(name).map((n) => n * length);
    } else if (!args.isNone(name)) {
      const product = args.number(name) * length;
      result[name] = args.isFloat(name) ? new PythonFloat(product) : product;
    }
  }
  return result;
}

function make(entry: TypeEntry, facts: SchedulerFacts, given: PlainDict, group: Group): Scheduler | undefined {
  const args = new Arguments(entry.name, given);
  args.refuseOthers(entry.params.map((param) => param.name));
  for (const name of lackingArguments(entry, args, GIVEN_TO_SCHEDULERS)) args.require(name);
  const target = facts.target ?? args.string('param_name');
  const range: Range = {
    begin: args.number('begin', 0),
    end: args.number('end', INF),
    lastStep: args.number('last_step', -1),
    byEpoch: args.truth('by_epoch', true),
  };
  if (facts.family === 'ReduceOnPlateau') return plateau(entry, args, range, target);
  if (facts.family === 'OneCycle' && target !== 'lr')
    throw new PythonError(
      'AssertionError',
      `OneCycle only works for learning rate updating, but got patam_name as ${target}`,
    );
  if (!isParameter(target)) throw new NotKnowable(`nothing is known about the optimizer's \`${target}\``);
  const builder =
    entry.package === 'mmengine' || facts.family === 'QuadraticWarmup' ? FORMULAS[facts.family] : downstream(entry);
  return new Scheduler(group, target, range, builder(args, range, group));
}

function downstream(entry: TypeEntry): FormulaBuilder {
  const builder = DOWNSTREAM[`${entry.module}.${entry.name}`];
  if (!builder) throw new NotKnowable(`what ${entry.name} of ${entry.package} computes is not known`);
  return builder;
}

function isParameter(name: string): name is Parameter {
  return name === 'lr' || name === 'momentum' || name === 'weight_decay';
}

/** It follows a validation metric, which no simulation knows; what its constructor refuses is known all the same. */
function plateau(entry: TypeEntry, args: Arguments, range: Range, target: string): undefined {
  if (entry.package === 'mmengine') {
    if (range.end <= range.begin)
      throw new PythonError(
        'ValueError',
        `end should be larger than begin, but got begin=${range.begin}, end=${range.end}`,
      );
    if (!range.byEpoch) throw new PythonError('AssertionError', `Now ${entry.name} only support by_epoch=True`);
    if (args.number('factor', 0.1) >= 1) throw new PythonError('ValueError', 'Factor should be < 1.0.');
  }
  if (target !== 'lr' && entry.package === 'mmengine') return undefined;
  throw new NotKnowable(
    `${entry.name} follows a validation metric, so that its learning rate cannot be known before training`,
  );
}
