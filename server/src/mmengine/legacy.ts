import type { DictValue, Value } from '../config/values.ts';

/** A top-level key of MMCV's configs that MMEngine does not read. */
export interface LegacyKey {
  readonly name: string;
  /** What the run does without it. */
  readonly effect: string;
  /** Where the setting belongs today. */
  readonly instead: string;
  /** What tells the setting from a variable of the same name. */
  readonly matches: (value: Value) => boolean;
  /** Only MMCV has it: nobody calls a variable so by chance. */
  readonly telling: boolean;
}

const hasKey =
  (...keys: readonly string[]) =>
  (value: Value) =>
    value.kind === 'dict' && keys.some((key) => value.entries.has(key));
const isDict = (value: Value) => value.kind === 'dict';
const isNumber = (value: Value) => value.kind === 'int';

/** From the configs of MMCV 1.x and its runners; what to write instead from MMEngine's migration guide. */
const LEGACY_KEYS: readonly LegacyKey[] = [
  {
    name: 'lr_config',
    effect: 'the learning rate follows `param_scheduler` alone, and stays constant without one',
    instead: '`param_scheduler`',
    matches: isDict,
    telling: true,
  },
  {
    name: 'momentum_config',
    effect: 'the momentum follows `param_scheduler` alone',
    instead: 'a momentum scheduler in `param_scheduler`',
    matches: isDict,
    telling: true,
  },
  {
    name: 'optimizer_config',
    effect: 'gradients are clipped and accumulated only as `optim_wrapper` says',
    instead: '`clip_grad` and `accumulative_counts` in `optim_wrapper`',
    matches: isDict,
    telling: true,
  },
  {
    name: 'optimizer',
    effect: 'the optimizer is the one in `optim_wrapper`',
    instead: '`optimizer` in `optim_wrapper`',
    matches: hasKey('type', 'lr', 'weight_decay'),
    telling: false,
  },
  {
    name: 'checkpoint_config',
    effect: 'checkpoints are written as `default_hooks.checkpoint` says, each epoch without it',
    instead: '`default_hooks.checkpoint`',
    matches: isDict,
    telling: true,
  },
  {
    name: 'log_config',
    effect: 'the log is written as `default_hooks.logger` says',
    instead: '`default_hooks.logger` and `visualizer`',
    matches: isDict,
    telling: true,
  },
  {
    name: 'evaluation',
    effect: 'validation runs as `train_cfg.val_interval` and `val_evaluator` say',
    instead: '`val_interval` in `train_cfg`, `val_evaluator` and `save_best` in `default_hooks.checkpoint`',
    matches: hasKey('interval', 'metric', 'save_best', 'start'),
    telling: false,
  },
  {
    name: 'runner',
    effect: 'the length of training is the one in `train_cfg`',
    instead: '`train_cfg`',
    matches: hasKey('type', 'max_epochs', 'max_iters'),
    telling: false,
  },
  {
    name: 'data',
    effect: 'the data comes from `train_dataloader`, `val_dataloader` and `test_dataloader`',
    instead: '`train_dataloader`, `val_dataloader` and `test_dataloader`',
    matches: hasKey('samples_per_gpu', 'imgs_per_gpu', 'workers_per_gpu', 'train_dataloader', 'videos_per_gpu'),
    telling: true,
  },
  {
    name: 'total_epochs',
    effect: 'the length of training is the one in `train_cfg`',
    instead: '`max_epochs` in `train_cfg`',
    matches: isNumber,
    telling: false,
  },
  {
    name: 'fp16',
    effect: 'training stays in full precision unless `optim_wrapper` says otherwise',
    instead: "`type='AmpOptimWrapper'` in `optim_wrapper`",
    matches: hasKey('loss_scale'),
    telling: false,
  },
  {
    name: 'resume_from',
    effect: 'training starts anew and resumes nothing',
    instead: '`load_from` with `resume=True`',
    matches: (value) => value.kind === 'str' && value.value !== '',
    telling: false,
  },
];

/** What may be a key of MMCV, or a variable that is called like one. */
export const LEGACY_NAMES: readonly string[] = LEGACY_KEYS.map(({ name }) => name);

/** Keys that only MMEngine reads: a config that has one speaks its language. */
export const MODERN_KEYS =
  'train_dataloader val_dataloader test_dataloader optim_wrapper param_scheduler default_hooks log_processor val_evaluator test_evaluator default_scope env_cfg visualizer auto_scale_lr randomness val_loop train_loop'.split(
    ' ',
  );

/** The keys of MMCV that a config has, in its own order. */
export function legacyKeys({ entries }: DictValue): readonly LegacyKey[] {
  const keys = LEGACY_KEYS.filter(({ name, matches }) => {
    const value = entries.get(name)?.value;
    return value !== undefined && matches(value);
  });
  if (keys.length < 2) return keys;
  const order = [...entries.keys()];
  return keys.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** True when nothing in a config speaks to MMEngine and enough of it speaks to MMCV. */
export function isLegacyConfig(config: DictValue): boolean {
  const keys = legacyKeys(config);
  if (config.open || !(keys.length > 1 || keys.some((key) => key.telling))) return false;
  return !speaksMMEngine(config);
}

/** True when a config has something that MMEngine alone would read. */
export function speaksMMEngine(config: DictValue): boolean {
  if (MODERN_KEYS.some((key) => config.entries.has(key))) return true;
  const train = config.entries.get('train_cfg')?.value;
  return train?.kind === 'dict' && ['by_epoch', 'max_epochs', 'max_iters'].some((key) => train.entries.has(key));
}
