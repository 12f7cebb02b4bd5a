import { describe, expect, it } from 'vitest';
import { toShowJson } from '../../../server/src/config/serialize/json.ts';
import { configToPython, toPython } from '../../../server/src/config/serialize/python.ts';
import {
  bool,
  type DictValue,
  dict,
  dictKey,
  element,
  float,
  int,
  list,
  none,
  type Slot,
  str,
  tuple,
  unknown,
  type Value,
} from '../../../server/src/config/values.ts';
import type { Place } from '../../../server/src/text/source.ts';

const NONE: ReadonlySet<string> = new Set();

function slot(key: Value, value: Value, at?: Place, overrides?: Slot): Slot {
  return { key, value, at, keyAt: at, valueAt: at, overrides };
}

function dictOf(...entries: readonly (readonly [Value | string, Value])[]): DictValue {
  const result = dict();
  for (const [name, value] of entries) {
    const key = typeof name === 'string' ? str(name) : name;
    result.entries.set(dictKey(key) ?? '', slot(key, value));
  }
  return result;
}

const listOf = (...values: Value[]) => list(values.map((value) => element(value)));
const tupleOf = (...values: Value[]) => tuple(values.map((value) => element(value)));
const lazy: Value = { kind: 'lazy', module: 'torch.optim', name: 'SGD', attributeModule: '', at: undefined };

describe('show --format json', () => {
  it('writes numbers as Python does', () => {
    const config = dictOf(['a', int(1)], ['b', float(1)], ['c', float(1e-5)], ['d', int(2n ** 70n)], ['e', float(-0)]);
    expect(toShowJson(config, NONE)).toBe('{"a": 1, "b": 1.0, "c": 1e-05, "d": 1180591620717411303424, "e": -0.0}');
  });

  it('tags what JSON lacks', () => {
    const config = dictOf(
      ['t', tupleOf(int(1), listOf(bool(true), none()))],
      ['l', lazy],
      ['u', unknown('it is read from a "file"')],
      ['f', float(Number.NEGATIVE_INFINITY)],
    );
    expect(JSON.parse(toShowJson(config, NONE))).toEqual({
      t: { $tuple: [1, [true, null]] },
      l: { $lazy: 'torch.optim.SGD' },
      u: { $unknown: 'it is read from a "file"' },
      f: { $float: '-inf' },
    });
  });

  it('marks a dict that something unknown was merged into', () => {
    const open = dictOf(['a', int(1)]);
    open.open = unknown('a function made it');
    expect(JSON.parse(toShowJson(dictOf(['x', open]), NONE))).toEqual({ x: { a: 1, $unknown: 'a function made it' } });
  });

  it('writes keys that are no strings as their text, and as pairs where two have the same', () => {
    expect(JSON.parse(toShowJson(dictOf([int(1), str('a')], [none(), str('b')]), NONE))).toEqual({ 1: 'a', null: 'b' });
    expect(JSON.parse(toShowJson(dictOf([int(1), str('a')], ['1', str('b')]), NONE))).toEqual({
      $dict: [
        [1, 'a'],
        ['1', 'b'],
      ],
    });
  });

  it('leaves imported names out at the top only', () => {
    const config = dictOf(['SGD', lazy], ['x', dictOf(['SGD', int(1)])]);
    expect(toShowJson(config, new Set(['SGD']))).toBe('{"x": {"SGD": 1}}');
  });

  it('stops at shared structures that never end, and at cycles', () => {
    let bomb = listOf(int(0));
    for (let level = 0; level < 40; level++) bomb = listOf(bomb, bomb, bomb);
    const text = toShowJson(dictOf(['x', bomb]), NONE);
    expect(text.length).toBeLessThan(200_000_000);
    expect(text).toContain('too large to show');
    const cycle = dictOf();
    cycle.entries.set('self', slot(str('self'), cycle));
    expect(JSON.parse(toShowJson(cycle, NONE))).toEqual({ self: { self: { $unknown: 'it contains itself' } } });
  });
});

describe('show --format python', () => {
  it('keeps on one line what fits', () => {
    expect(toPython(dictOf(['type', str('SGD')], ['lr', float(0.02)]))).toBe("dict(type='SGD', lr=0.02)");
    expect(toPython(tupleOf(int(1)))).toBe('(1,)');
    expect(toPython(dictOf())).toBe('dict()');
    expect(toPython(lazy)).toBe("'torch.optim.SGD'");
    expect(toPython(float(Number.POSITIVE_INFINITY))).toBe("float('inf')");
  });

  it('breaks what does not', () => {
    const scheduler = dictOf(
      ['type', str('MultiStepLR')],
      ['milestones', listOf(int(8), int(11))],
      ['by_epoch', bool(true)],
    );
    const config = dictOf(['param_scheduler', listOf(scheduler, scheduler)], ['lr', float(0.1)]);
    expect(configToPython(config, NONE)).toBe(
      [
        'param_scheduler = [',
        "    dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True),",
        "    dict(type='MultiStepLR', milestones=[8, 11], by_epoch=True),",
        ']',
        'lr = 0.1',
        '',
      ].join('\n'),
    );
  });

  it('quotes keys that are no names', () => {
    expect(toPython(dictOf(['a-b', int(1)], ['c', int(2)]))).toBe("{'a-b': 1, 'c': 2}");
    expect(toPython(dictOf(['lambda', int(1)]))).toBe("{'lambda': 1}");
    expect(toPython(dictOf([int(3), str('x')]))).toBe("{3: 'x'}");
    expect(configToPython(dictOf(['a-b', int(1)], ['c', int(2)]), NONE)).toBe("{'a-b': 1, 'c': 2}\n");
  });

  it('says why something is not knowable', () => {
    expect(toPython(dictOf(['a', unknown('open() reads\na file')], ['b', int(1)]))).toBe(
      ['dict(', '    a=...,  # not knowable without running Python: open() reads a file', '    b=1,', ')'].join('\n'),
    );
  });

  it('stops at cycles and bombs', () => {
    const cycle = dictOf();
    cycle.entries.set('self', slot(str('self'), cycle));
    expect(toPython(cycle)).toContain('it contains itself');
    let bomb = listOf(int(0));
    for (let level = 0; level < 40; level++) bomb = listOf(bomb, bomb);
    expect(toPython(bomb).length).toBeLessThan(50_000_000);
  });
});

describe('show --origins', () => {
  const name = ({ path, start }: Place) => `${path}:${start}`;
  const at = (path: string, line: number): Place => ({ path, start: line, end: line });

  it('names the place of every key and what it replaced', () => {
    const lr = slot(
      str('lr'),
      float(0.1, at('a.py', 3)),
      at('a.py', 3),
      slot(str('lr'), float(0.02), at('base.py', 2)),
    );
    const optimizer = dict();
    optimizer.entries.set('lr', lr);
    const config = dict();
    config.entries.set(
      'optimizer',
      slot(str('optimizer'), optimizer, at('a.py', 2), slot(str('optimizer'), dict(), at('base.py', 1))),
    );
    expect(configToPython(config, NONE, name)).toBe(
      [
        'optimizer = dict(  # a.py:2, merged into base.py:1',
        '    lr=0.1,  # a.py:3, overrides 0.02 at base.py:2',
        ')',
        '',
      ].join('\n'),
    );
  });

  it('tells a dict that replaces from one that merges, and a value that was written elsewhere', () => {
    const train = dictOf();
    const old = slot(str('train_cfg'), dictOf(['max_epochs', int(12)]), at('base.py', 4));
    train.deleted = { at: at('a.py', 5), slots: [slot(str('max_epochs'), int(12), at('base.py', 4))] };
    train.entries.set('max_iters', slot(str('max_iters'), int(90, at('a.py', 1)), at('a.py', 6)));
    const config = dict();
    config.entries.set('train_cfg', slot(str('train_cfg'), train, at('a.py', 5), old));
    expect(configToPython(config, NONE, name)).toBe(
      [
        'train_cfg = dict(  # a.py:5, replaces base.py:4 without its max_epochs',
        '    max_iters=90,  # a.py:6, its value from a.py:1',
        ')',
        '',
      ].join('\n'),
    );
  });
});
