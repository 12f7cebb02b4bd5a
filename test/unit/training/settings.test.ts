import { describe, expect, test } from 'vitest';
import type { LoadedConfig } from '../../../server/src/config/result.ts';
import type { DictValue, Slot } from '../../../server/src/config/values.ts';
import { MODERN_KEYS } from '../../../server/src/mmengine/legacy.ts';
import { checkConfig } from '../../../server/src/rules/check.ts';
import { registry } from '../../../server/src/rules/registry.generated.ts';
import { buildPlan } from '../../../server/src/training/build.ts';
import {
  areSame,
  inheritedSettings,
  KINDS_ONLY,
  LOADER_PARTS,
  LOADERS,
  SETTINGS,
} from '../../../server/src/training/settings.ts';
import { loadConfig } from '../../support/memory.ts';

const SOUND = `default_scope = 'mmseg'
custom_imports = None
model = dict(type='EncoderDecoder', backbone=dict(depth=50))
optim_wrapper = dict(type='OptimWrapper', optimizer=dict(type='SGD', lr=0.01))
train_dataloader = dict(batch_size=2, dataset=dict(type='CIFAR10'), sampler=dict(type='InfiniteSampler', shuffle=True))
val_dataloader = dict(batch_size=1, dataset=dict(type='CIFAR10'), sampler=dict(type='DefaultSampler', shuffle=False))
test_dataloader = val_dataloader
val_evaluator = dict(type='Accuracy')
test_evaluator = val_evaluator
train_cfg = dict(type='IterBasedTrainLoop', max_iters=20000, val_interval=2000)
val_cfg = dict(type='ValLoop')
test_cfg = dict(type='TestLoop')
param_scheduler = [dict(type='PolyLR', eta_min=1e-4, power=0.9, begin=0, end=20000, by_epoch=False)]
default_hooks = dict(
    logger=dict(type='LoggerHook', interval=50, log_metric_by_epoch=False),
    checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=2000))
custom_hooks = [dict(type='EMAHook')]
log_processor = dict(by_epoch=False)
img_scale = (512, 512)
`;

const child = (text = ''): LoadedConfig => loadConfig({ 'base.py': SOUND, 'config.py': `_base_ = 'base.py'\n${text}` });

describe('the settings that a config inherits', () => {
  const settingsOf = (text?: string) => inheritedSettings(child(text));

  /** Both children of one base, which is read once. */
  function siblings(first: string, second: string) {
    const base = loadConfig({ 'base.py': SOUND }, 'base.py').config;
    const derived = (text: string): LoadedConfig => {
      const loaded = child(text);
      for (const [key, slot] of loaded.config.entries)
        if (slot.at?.path === '/base.py') loaded.config.entries.set(key, base.entries.get(key) as Slot);
      return loaded;
    };
    const [a, b] = [first, second].map((text) => inheritedSettings(derived(text)));
    return a && b && areSame(a, b);
  }

  test('are the same whatever the model is', () => {
    expect(siblings('', 'model = dict(backbone=dict(depth=101))\nimg_scale = (1024, 1024)\n')).toBe(true);
    expect(siblings('', 'model = None\n')).toBe(false);
    expect(siblings('', 'val_evaluator = []\n')).toBe(false);
  });

  test('are none where a config has a setting of its own, or cannot be judged like others', () => {
    expect(settingsOf()).toBeDefined();
    for (const text of [
      'train_cfg = dict(max_iters=10)\n',
      "train_dataloader = dict(sampler=dict(_delete_=True, type='DefaultSampler', shuffle=True))\n",
      'val_dataloader = [1]\n',
      'lr_config = dict(policy="step")\n',
      'optimizer = dict(type="SGD")\n',
      'filename = 1\n',
    ])
      expect(settingsOf(text), text).toBeUndefined();
    expect(settingsOf('train_dataloader = dict(batch_size=8)\n')).toBeDefined();
  });
});

const ELSEWHERE = '/another.py';

/** A Map that notes what is looked up in it, and whether it is only asked if it is there. */
class Watched extends Map<string, Slot> {
  private readonly note: (key: string) => void;

  constructor(entries: ReadonlyMap<string, Slot>, note: (key: string) => void) {
    super();
    this.note = note;
    for (const [key, slot] of entries) super.set(key, slot);
  }
  override get(key: string): Slot | undefined {
    this.note(key);
    return super.get(key);
  }
  override has(key: string): boolean {
    this.note(`${key}?`);
    return super.has(key);
  }
  override get size(): number {
    this.note('*');
    return super.size;
  }
  // Whoever goes through all of it looks at everything.
  override forEach(...callback: Parameters<Map<string, Slot>['forEach']>): void {
    this.note('*');
    super.forEach(...callback);
  }
  override keys() {
    this.note('*');
    return super.keys();
  }
  override values() {
    this.note('*');
    return super.values();
  }
  override entries() {
    this.note('*');
    return super.entries();
  }
  override [Symbol.iterator]() {
    this.note('*');
    return super[Symbol.iterator]();
  }
}

/** Notes each property that is read; what `passed` returns of it is seen instead. */
function watched<T extends object>(object: T, note: (property: string) => void, passed: Partial<T> = {}): T {
  return new Proxy(object, {
    get: (target, property, receiver) => {
      note(String(property));
      return property in passed ? Reflect.get(passed, property) : (Reflect.get(target, property, receiver) as unknown);
    },
  });
}

/** What is looked at when a config is judged, as paths; nothing where there is something to find. */
function lookedAt(loaded: LoadedConfig): ReadonlySet<string> {
  const seen = new Set<string>();
  const dict = (of: DictValue, prefix: string): DictValue =>
    watched(of, (property) => seen.add(`${prefix}${property}`), {
      entries: new Watched(of.entries, (key) => seen.add(`${prefix}[${key}]`)),
    });
  const entries = new Map(loaded.config.entries);
  for (const key of LOADERS) {
    const slot = entries.get(key);
    if (slot?.value.kind === 'dict') entries.set(key, { ...slot, value: dict(slot.value, `${key}.`) });
  }
  for (const key of KINDS_ONLY) {
    const slot = entries.get(key);
    if (slot) entries.set(key, { ...slot, value: watched(slot.value, (property) => seen.add(`${key}.${property}`)) });
  }
  const config = dict({ ...loaded.config, entries }, 'config.');
  const source = watched(loaded.source, (property) => seen.add(`source.${property}`));
  // Of another file nothing is its own, as in what shares it.
  const all = watched(loaded, (property) => seen.add(property), { config, source, path: ELSEWHERE });
  const found = checkConfig(all, buildPlan(all), { itersPerEpoch: 100 });
  return found.length === 0 ? seen : new Set();
}

/** Without these there is nothing that configs could be alike in. */
const MAY_BE_SHARED = (loaded: LoadedConfig) =>
  inheritedSettings({ ...loaded, path: ELSEWHERE }) !== undefined && !loaded.source.text.includes('mmlens:');

test('plans and rules look at nothing else', () => {
  const examples = registry.flatMap(({ docs }) => [...docs.bad, ...docs.good]);
  const configs = examples
    .map(({ file = 'config.py', code, others }) => loadConfig({ ...others, [file]: code }, file))
    .concat(child(), loadConfig(SOUND))
    .filter(MAY_BE_SHARED);
  const looked = new Set(configs.flatMap((loaded) => [...lookedAt(loaded)]));
  expect(looked.size).toBeGreaterThan(20);
  const known = new Set<string>([
    // Asked before the settings are, or in search of our own comments.
    ...['config', 'isConfig', 'style', 'refusals', 'notices', 'runnerCall', 'path', 'source', 'source.text'],
    ...['config.entries', 'config.open', 'config.kind'],
    ...MODERN_KEYS.map((key) => `config.[${key}?]`),
    ...[...SETTINGS, ...LOADERS, ...KINDS_ONLY].flatMap((key) => [`config.[${key}]`, `config.[${key}?]`]),
    ...LOADERS.flatMap((loader) => [
      ...['kind', 'open', 'entries'].map((property) => `${loader}.${property}`),
      ...LOADER_PARTS.flatMap((part) => [`${loader}.[${part}]`, `${loader}.[${part}?]`]),
    ]),
    ...KINDS_ONLY.map((key) => `${key}.kind`),
  ]);
  expect([...looked].filter((each) => !known.has(each))).toEqual([]);
});
