/** Base classes that are no types themselves, so that the catalogue does not hold them. */

/** A class whose constructor is known, by its full name. */
export interface Ancestor {
  readonly fullName: string;
  /** Full names of its base classes in Python's resolution order. */
  readonly mro: readonly string[];
  readonly params: readonly { readonly name: string; readonly default: string | undefined }[];
  readonly acceptsKwargs: boolean;
  /** It has a constructor of its own; otherwise that of the next class counts. */
  readonly hasInit: boolean;
  /** Its keyword arguments go on to the next class, after these, which it gives itself. */
  readonly gives?: readonly string[];
}

const bare = { mro: [], params: [], acceptsKwargs: false, hasInit: false };
const built = { ...bare, hasInit: true };

function required(...names: readonly string[]): Ancestor['params'] {
  return names.map((name) => ({ name, default: undefined }));
}

const LR_MIXIN = 'mmengine.optim.scheduler.lr_scheduler.LRSchedulerMixin';
const MOMENTUM_MIXIN = 'mmengine.optim.scheduler.momentum_scheduler.MomentumSchedulerMixin';

const ROOTS: readonly Ancestor[] = [
  { fullName: 'mmengine.hooks.hook.Hook', ...bare },
  { fullName: 'mmengine.runner.base_loop.BaseLoop', ...built, params: required('runner', 'dataloader') },
  {
    fullName: 'mmengine.optim.scheduler.param_scheduler._ParamScheduler',
    ...built,
    params: [
      ...required('optimizer', 'param_name'),
      { name: 'begin', default: '0' },
      { name: 'end', default: 'INF' },
      { name: 'last_step', default: '-1' },
      { name: 'by_epoch', default: 'True' },
      { name: 'verbose', default: 'False' },
    ],
  },
  { fullName: LR_MIXIN, ...built, params: required('optimizer'), gives: ['optimizer', 'param_name'] },
  { fullName: MOMENTUM_MIXIN, ...built, params: required('optimizer'), gives: ['optimizer', 'param_name'] },
  // torch's own constructors: `data_source` alone, and what a batch sampler wraps.
  { fullName: 'torch.utils.data.Sampler', ...built, params: [{ name: 'data_source', default: 'None' }] },
  { fullName: 'torch.utils.data.BatchSampler', ...built, params: required('sampler', 'batch_size', 'drop_last') },
  { fullName: 'object', ...bare },
  { fullName: 'abc.ABC', ...bare },
  { fullName: 'typing.Generic', ...bare },
];

const byName = new Map(ROOTS.map((root) => [root.fullName, root]));

/** The base class by any dotted name that it is imported under. */
export function knownRoot(dotted: string): Ancestor | undefined {
  const exact = byName.get(dotted);
  if (exact) return exact;
  const [top = '', ...rest] = dotted.split('.');
  if (rest.length === 0 || !(top === 'mmengine' || dotted.startsWith('torch.utils.data.'))) return undefined;
  return ROOTS.find(({ fullName }) => fullName.startsWith(`${top}.`) && fullName.endsWith(`.${rest.at(-1)}`));
}
