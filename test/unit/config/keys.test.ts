import { expect, test } from 'vitest';
import { history, type Slot, type Value } from '../../../server/src/config/values.ts';
import { loadConfig } from '../../support/memory.ts';

const numbers = (value: Value | undefined): Slot[] => (value?.kind === 'dict' ? [...value.entries.values()] : []);

test('of equal keys the first stays, over the history of them all', () => {
  const { config } = loadConfig({
    'base.py': 'x = {True: 5}\n',
    'config.py': "_base_ = 'base.py'\nx = {1: 6}\nx[1.0] = 7\n",
  });
  const [slot, ...others] = numbers(config.entries.get('x')?.value);
  expect(others).toEqual([]);
  expect(slot?.key).toMatchObject({ kind: 'bool', value: true });
  expect(slot && history(slot).map(({ value }) => value)).toMatchObject([{ value: 7 }, { value: 6 }, { value: 5 }]);
  expect(slot && history(slot).map(({ at }) => at?.path)).toEqual(['/config.py', '/config.py', '/base.py']);
});

test('each nan is a key of its own, which cannot be told from another here', () => {
  const { config } = loadConfig({ 'config.py': "_base_ = []\nnan = float('nan')\nx = {nan: 1, nan: 2, 'a': 3}\n" });
  const { value } = config.entries.get('x') ?? {};
  expect(value).toMatchObject({ kind: 'dict', open: { kind: 'unknown' } });
  expect(numbers(value).map(({ key }) => key)).toMatchObject([{ kind: 'str', value: 'a' }]);
});
