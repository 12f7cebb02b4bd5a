/*
 * Configs as people leave them behind when they change the loop: settings of one unit and of the other, leftovers of a
 * base, slips. Which of them go together is chance, so that fixes meet each other in every way.
 */
import type { Chance } from './random.ts';

type Value = string | number | boolean | null | Value[] | Tuple | { [key: string]: Value };
class Tuple {
  readonly items: readonly Value[];
  constructor(...items: readonly Value[]) {
    this.items = items;
  }
}
type Config = Record<string, Value>;

export interface RandomConfig {
  /** Texts by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The one to look at; the others are its bases. */
  readonly name: string;
}

type Style = 'classic' | 'lazy' | 'yaml' | 'json';

export function randomConfig(chance: Chance): RandomConfig {
  const style = chance.pick<Style>('classic', 'classic', 'classic', 'lazy', 'yaml', 'json');
  const extension = style === 'yaml' || style === 'json' ? style : 'py';
  const name = `config.${extension}`;
  if (chance.once(3)) return { name, files: { [name]: written(style, whole(chance)) } };
  const child = written(style, overriding(chance), 'base');
  if (chance.once(2)) return { name, files: { [`base.${extension}`]: written(style, whole(chance)), [name]: child } };
  return {
    name,
    files: {
      [`first.${extension}`]: written(style, whole(chance)),
      [`base.${extension}`]: written(style, overriding(chance), 'first'),
      [name]: child,
    },
  };
}

/** A config that inherits from a file beside it, whatever that says. */
export function randomChild(chance: Chance, base: string, style: 'classic' | 'lazy'): string {
  return `${statements(style, overriding(chance), base).join('\n')}\n`;
}

/** What people change in a config that they have copied, without thinking of the rest. */
const SLIPS: readonly (readonly [RegExp, string])[] = [
  [/\bby_epoch=True\b/g, 'by_epoch=False'],
  [/\bby_epoch=False\b/g, 'by_epoch=True'],
  [/\bEpochBasedTrainLoop\b/g, 'IterBasedTrainLoop'],
  [/\bIterBasedTrainLoop\b/g, 'EpochBasedTrainLoop'],
  [/\bmax_epochs=/g, 'max_iters='],
  [/\bmax_iters=/g, 'max_epochs='],
  [/\bDefaultSampler\b/g, 'InfiniteSampler'],
  [/\bInfiniteSampler\b/g, 'DefaultSampler'],
  [/\binterval=\d+/g, 'interval=1'],
  [/\bmilestones=\[/g, 'milestones=[100000, '],
  [/\bconvert_to_iter_based=True,?/g, ''],
  [/\bby_epoch=(True|False)/g, 'convert_to_iter_based=True'],
  [/\bshuffle=/g, 'shufle='],
  [/^train_cfg = dict\(/gm, "train_cfg = dict(type='IterBasedTrainLoop', "],
];

/** A config with some such changes. */
export function randomSlips(chance: Chance, text: string): string {
  let changed = text;
  for (const [written, instead] of SLIPS)
    if (chance.once(4)) changed = changed.replace(written, (as) => (chance.once(2) ? as : instead));
  return changed;
}

function whole(chance: Chance): Config {
  const config: Config = {
    train_cfg: trainCfg(chance),
    train_dataloader: loader(chance),
    optim_wrapper: { optimizer: { type: 'SGD', lr: 0.01 } },
  };
  if (!chance.once(3)) config.param_scheduler = schedulers(chance);
  if (!chance.once(3)) config.default_hooks = defaultHooks(chance);
  if (chance.once(3)) config.custom_hooks = customHooks(chance);
  if (chance.once(2)) config.log_processor = logProcessor(chance);
  if (chance.once(2)) Object.assign(config, validation(chance));
  if (chance.once(8)) config.lr_config = { policy: 'step', step: [8, 11] };
  if (chance.once(12)) delete config[chance.pick('train_cfg', 'train_dataloader', 'optim_wrapper')];
  if (chance.once(3)) config.model = { type: 'ToyModel' };
  return config;
}

function overriding(chance: Chance): Config {
  const config: Config = {};
  const replacing = (value: Value): Value =>
    chance.once(5) && typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Tuple)
      ? { _delete_: true, ...value }
      : value;
  if (!chance.once(3)) config.train_cfg = replacing(trainCfg(chance));
  if (chance.once(3)) config.train_dataloader = chance.once(2) ? loader(chance) : { sampler: sampler(chance) };
  if (chance.once(3)) config.param_scheduler = replacing(schedulers(chance));
  if (chance.once(3)) config.default_hooks = replacing(defaultHooks(chance));
  if (chance.once(4)) config.custom_hooks = customHooks(chance);
  if (chance.once(3)) config.log_processor = replacing(logProcessor(chance));
  if (chance.once(4)) Object.assign(config, validation(chance));
  return config;
}

function trainCfg(chance: Chance): Config {
  const cfg: Config = {};
  if (chance.once(2)) cfg.type = chance.pick('EpochBasedTrainLoop', 'IterBasedTrainLoop', 'IterBasedTrainLoop');
  if (cfg.type === undefined ? !chance.once(6) : chance.once(6)) cfg.by_epoch = chance.pick(true, false);
  if (chance.once(2)) cfg.max_epochs = chance.pick<Value>(1, 3, 12, 300, 300, '12', 12.5);
  if (chance.once(2)) cfg.max_iters = chance.pick(100, 4000, 90000, 90000);
  if (chance.once(2)) cfg.val_interval = chance.pick<Value>(1, 1, 4, 500, 10000, 10000, 0, 1000000);
  if (chance.once(6)) cfg.val_begin = chance.pick(1, 5, 20000);
  if (chance.once(6)) cfg.dynamic_intervals = chance.pick<Value>([new Tuple(280, 1)], [[280, 1]], new Tuple(280, 1));
  if (chance.once(12)) cfg.max_epoch = 12;
  return cfg;
}

function loader(chance: Chance): Config {
  const cfg: Config = { batch_size: 2, dataset: { type: 'CocoDataset', ann_file: 'train.json' } };
  if (!chance.once(8)) cfg.sampler = sampler(chance);
  if (chance.once(8)) cfg.batch_sampler = { type: chance.pick('AspectRatioBatchSampler', 'AspectRatioBatchSamplr') };
  return cfg;
}

function sampler(chance: Chance): Value {
  if (chance.once(10)) return null;
  const cfg: Config = {};
  if (!chance.once(10))
    cfg.type = chance.pick('DefaultSampler', 'DefaultSampler', 'InfiniteSampler', 'InfiniteSampler', 'DefaultSamplr');
  if (!chance.once(3)) cfg.shuffle = chance.pick(true, false);
  if (chance.once(4)) cfg.round_up = true;
  if (chance.once(20)) cfg.shufle = true;
  return cfg;
}

function schedulers(chance: Chance): Value {
  if (chance.once(4)) return scheduler(chance);
  if (chance.once(6)) return { generator: scheduler(chance), discriminator: [scheduler(chance)] };
  return chance.once(2) ? [scheduler(chance)] : [scheduler(chance), scheduler(chance)];
}

function scheduler(chance: Chance): Config {
  const position = () => chance.pick(0, 0, 1, 3, 5, 12, 500, 10000, 60000, 1e9);
  const type = chance.pick(
    'Constant',
    'Linear',
    'Exponential',
    'CosineAnnealing',
    'Step',
    'MultiStep',
    'Poly',
    'OneCycle',
    'CosineRestart',
    'ReduceOnPlateau',
  );
  const cfg: Config = { type: `${type}${chance.once(5) && type !== 'OneCycle' ? 'Momentum' : 'LR'}` };
  if (chance.once(2)) cfg.begin = position();
  if (chance.once(2)) cfg.end = position();
  if (chance.once(2)) cfg.by_epoch = chance.pick(true, false, false);
  if (chance.once(4)) cfg.convert_to_iter_based = chance.pick(true, true, false);
  if (type === 'MultiStep') cfg.milestones = chance.pick([8, 11], [60000, 80000], [16, 22], [280]);
  if (type === 'Step') cfg.step_size = chance.pick(1, 8, 30000);
  if (type === 'Exponential') cfg.gamma = 0.9;
  if (type === 'CosineAnnealing' && chance.once(2)) cfg.T_max = chance.pick(3, 12, 90000, 300);
  if (type === 'OneCycle') Object.assign(cfg, { eta_max: 0.1, total_steps: chance.pick(12, 300, 90000) });
  if (type === 'CosineRestart') cfg.periods = chance.pick([3, 3, 6], [150, 150], [45000, 45000]);
  if (type === 'Linear') cfg.start_factor = chance.pick(0.001, 0.5);
  if (chance.once(15)) cfg.gama = 0.5;
  return cfg;
}

function defaultHooks(chance: Chance): Config {
  const cfg: Config = {};
  const typed = (type: string): Config => (chance.once(4) ? {} : { type });
  if (!chance.once(3)) {
    const logger: Config = typed('LoggerHook');
    if (chance.once(2)) logger.interval = 50;
    if (chance.once(2)) logger.log_metric_by_epoch = chance.pick(true, false);
    if (chance.once(12)) logger.intervall = 50;
    cfg.logger = chance.once(12) ? null : logger;
  }
  if (!chance.once(3)) {
    const checkpoint: Config = typed('CheckpointHook');
    if (!chance.once(3)) checkpoint.interval = chance.pick(1, 1, 5, 500, 10000, -1);
    if (chance.once(2)) checkpoint.by_epoch = chance.pick(true, false);
    if (chance.once(6)) checkpoint.save_begin = chance.pick(0, 5, 20000);
    if (chance.once(6)) checkpoint.save_last = false;
    cfg.checkpoint = chance.once(12) ? null : checkpoint;
  }
  return cfg;
}

function customHooks(chance: Chance): Value[] {
  const hook = (): Config => {
    const ema: Config = { type: 'EMAHook' };
    if (chance.once(2)) ema.begin_epoch = chance.pick(1, 5, 400);
    if (chance.once(2)) ema.begin_iter = chance.pick(100, 5000, 1000000);
    return chance.pick<Config>(
      ema,
      { type: 'mmdet.YOLOXModeSwitchHook', num_last_epochs: 15 },
      { type: 'ProfilerHook', by_epoch: chance.pick(true, false), profile_times: chance.pick(1, 50) },
      { type: 'CheckpointHook', interval: chance.pick(1, 1000), by_epoch: chance.pick(true, false) },
      { type: 'EarlyStoppingHook', monitor: 'loss', patience: 3 },
      { type: 'EMAHok', begin_iter: 5 },
    );
  };
  return chance.once(2) ? [hook()] : [hook(), hook()];
}

function logProcessor(chance: Chance): Config {
  const cfg: Config = chance.once(2) ? { type: 'LogProcessor' } : {};
  if (chance.once(2)) cfg.by_epoch = chance.pick(true, false);
  if (chance.once(3)) cfg.window_size = chance.pick<Value>(50, 50, 'epoch');
  if (chance.once(4))
    cfg.custom_cfg = [
      { data_src: 'loss', method_name: 'mean', window_size: chance.pick<Value>('epoch', 'global', 10) },
      { data_src: 'loss', method_name: 'max' },
    ].slice(0, chance.pick(1, 2));
  return cfg;
}

function validation(chance: Chance): Config {
  const config: Config = {
    val_dataloader: {
      batch_size: 1,
      dataset: { type: 'CocoDataset', ann_file: 'val.json' },
      sampler: { type: 'DefaultSampler', shuffle: false },
    },
    val_evaluator: { type: 'CocoMetric' },
    val_cfg: chance.once(5) ? { interval: 2 } : {},
  };
  if (chance.once(6)) delete config[chance.pick('val_dataloader', 'val_evaluator', 'val_cfg')];
  return config;
}

function written(style: Style, config: Config, base?: string): string {
  if (style === 'json' || style === 'yaml') {
    const data = plain(base === undefined ? config : { _base_: `./${base}.${style}`, ...config });
    return style === 'json' ? `${JSON.stringify(data, undefined, 2)}\n` : `${yaml(data, '').replace(/^\n/, '')}\n`;
  }
  return `${statements(style, config, base).join('\n')}\n`;
}

function statements(style: 'classic' | 'lazy', config: Config, base: string | undefined): string[] {
  const lines: string[] = [];
  if (style === 'classic') {
    if (base !== undefined) lines.push(`_base_ = './${base}.py'`);
    for (const [key, value] of Object.entries(config)) lines.push(`${key} = ${python(value, (type) => `'${type}'`)}`);
    return lines;
  }
  const imported = new Set<string>();
  const byClass = (type: string): string => {
    const module = IMPORTED[type];
    if (module === undefined) return `'${type}'`;
    imported.add(`from ${module} import ${type}`);
    return type;
  };
  for (const [key, value] of Object.entries(config)) {
    const merges =
      base !== undefined && MERGED.has(key) && typeof value === 'object' && value !== null && !('_delete_' in value);
    const { _delete_, ...rest } = value as Config;
    const source = python(typeof value === 'object' && value && '_delete_' in value ? rest : value, byClass);
    lines.push(merges ? `${key}.merge(${source})` : `${key} = ${source}`);
  }
  const head =
    base !== undefined
      ? ['from mmengine.config import read_base', '', 'with read_base():', `    from .${base} import *`, '']
      : ['from mmengine.dataset import InfiniteSampler'];
  return [...head, ...imported, ...lines];
}

const IMPORTED: Readonly<Record<string, string>> = {
  EpochBasedTrainLoop: 'mmengine.runner',
  IterBasedTrainLoop: 'mmengine.runner',
  DefaultSampler: 'mmengine.dataset',
  InfiniteSampler: 'mmengine.dataset',
  LoggerHook: 'mmengine.hooks',
  CheckpointHook: 'mmengine.hooks',
  EMAHook: 'mmengine.hooks',
  LogProcessor: 'mmengine.runner',
  MultiStepLR: 'mmengine.optim',
  LinearLR: 'mmengine.optim',
  CosineAnnealingLR: 'mmengine.optim',
  ExponentialLR: 'mmengine.optim',
  PolyLR: 'mmengine.optim',
};
/** What every random base has. */
const MERGED = new Set(['train_cfg', 'train_dataloader']);

function python(value: Value, typeName: (type: string) => string, key?: string): string {
  const items = (values: readonly Value[]) => values.map((item) => python(item, typeName)).join(', ');
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return key === 'type' ? typeName(value) : `'${value}'`;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${items(value)}]`;
  if (value instanceof Tuple) return `(${items(value.items)}${value.items.length === 1 ? ',' : ''})`;
  return `dict(${Object.entries(value)
    .map(([name, entry]) => `${name}=${python(entry, typeName, name)}`)
    .join(', ')})`;
}

function plain(value: Value): Value {
  if (value instanceof Tuple) return value.items.map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

/** Block mappings, and whatever is in lists in one line. */
function yaml(value: Value, indent: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Tuple)
    return ` ${JSON.stringify(value)}`;
  const entries = Object.entries(value);
  if (entries.length === 0) return ' {}';
  return entries.map(([key, entry]) => `\n${indent}${key}:${yaml(entry, `${indent}  `)}`).join('');
}
