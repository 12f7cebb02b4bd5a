import { describe, expect, test } from 'vitest';
import { ConfigLoader } from '../../../server/src/config/loader.ts';
import { valueAt } from '../../../server/src/config/values.ts';
import { memoryHost } from '../../support/memory.ts';

function setUp(texts: Record<string, string>) {
  const files = new Map(Object.entries(texts));
  const host = memoryHost(files);
  const parsed: string[] = [];
  const loader = new ConfigLoader({
    ...host,
    parse: (source) => {
      parsed.push(source.path);
      return host.parse(source);
    },
  });
  return { files, loader, parsed };
}

const epochs = (loader: ConfigLoader, path: string) => valueAt(loader.load(path).config, ['train_cfg', 'max_epochs']);

describe('the loader', () => {
  const TEXTS = {
    '/base.py': 'train_cfg = dict(by_epoch=True, max_epochs=1)\n',
    '/a.py': "_base_ = 'base.py'\n",
    '/b.py': "_base_ = './base.py'\n",
    '/other.py': 'train_cfg = dict(by_epoch=True, max_epochs=9)\n',
  };

  test('reads a shared base once', () => {
    const { loader, parsed } = setUp(TEXTS);
    loader.load('/a.py');
    loader.load('/b.py');
    expect(parsed.filter((path) => path === '/base.py')).toHaveLength(1);
  });

  test('a base that is looked at itself has its syntax', () => {
    const { loader } = setUp(TEXTS);
    loader.load('/a.py');
    expect(loader.load('/base.py').module?.body).toHaveLength(1);
    expect(loader.load('/a.py').module?.body).toHaveLength(1);
  });

  test('a changed base changes its dependents and nothing else', () => {
    const { files, loader, parsed } = setUp(TEXTS);
    for (const path of ['/a.py', '/b.py', '/other.py']) loader.load(path);
    files.set('/base.py', 'train_cfg = dict(by_epoch=True, max_epochs=2)\n');
    expect([...loader.changed('/base.py')].sort()).toEqual(['/a.py', '/b.py', '/base.py']);
    expect(epochs(loader, '/a.py')).toMatchObject({ value: 2 });
    parsed.length = 0;
    loader.load('/other.py');
    expect(parsed).toEqual([]);
  });

  test('a file that is touched but the same changes nothing', () => {
    const { loader } = setUp(TEXTS);
    loader.load('/a.py');
    expect(loader.changed('/base.py').size).toBe(0);
  });

  test('a missing base that appears is noticed', () => {
    const { files, loader } = setUp({ '/a.py': "_base_ = 'base.py'\n" });
    expect(loader.load('/a.py').refusals[0]?.error).toBe('FileNotFoundError');
    files.set('/base.py', TEXTS['/base.py']);
    expect([...loader.changed('/base.py')]).toContain('/a.py');
    expect(loader.load('/a.py').refusals).toEqual([]);
  });

  test('a circle that is broken up is noticed', () => {
    const { files, loader } = setUp({ '/a.py': "_base_ = 'b.py'\n", '/b.py': "_base_ = 'a.py'\n" });
    expect(loader.load('/a.py').refusals[0]?.rule).toBe('config-base-cycle');
    expect(loader.load('/b.py').refusals[0]?.rule).toBe('config-base-cycle');
    files.set('/b.py', 'x = 1\n');
    loader.changed('/b.py');
    expect(loader.load('/a.py').refusals).toEqual([]);
  });

  test('an ordinary file that becomes a config is noticed', () => {
    const { files, loader } = setUp({ '/a.py': 'x = 1\n' });
    expect(loader.load('/a.py').isConfig).toBe(false);
    files.set('/a.py', TEXTS['/other.py']);
    loader.changed('/a.py');
    expect(loader.load('/a.py').isConfig).toBe(true);
  });
});
