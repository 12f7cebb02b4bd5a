import { describe, expect, test } from 'vitest';
import { Projects } from '../../../server/src/project/projects.ts';
import { memoryFiles } from '../../support/memory.ts';

const projects = (files: Readonly<Record<string, string>>) => new Projects(memoryFiles(new Map(Object.entries(files))));

describe('the project of a file', () => {
  test('is the nearest above it that speaks to us; mmlens.toml before pyproject.toml', () => {
    const found = projects({
      '/r/mmlens.toml': '',
      '/r/a/pyproject.toml': '[project]\nname = "a"\n',
      '/r/b/pyproject.toml': '[tool.mmlens]\n',
      '/r/c/pyproject.toml': '[tool.mmlens]\n',
      '/r/c/mmlens.toml': '',
    });
    const pathFor = (path: string) => found.of(path)?.path;
    expect(pathFor('/r/x.py')).toBe('/r/mmlens.toml');
    expect(pathFor('/r/a/deep/er/x.py')).toBe('/r/mmlens.toml');
    expect(pathFor('/r/b/x.py')).toBe('/r/b/pyproject.toml');
    expect(pathFor('/r/c/d/x.py')).toBe('/r/c/mmlens.toml');
    expect(pathFor('/elsewhere/x.py')).toBeUndefined();
    expect(pathFor('c:/windows/x.py')).toBeUndefined();
  });

  test('may lie in the root', () => {
    const project = projects({ '/mmlens.toml': 'exclude = ["a/**"]' }).of('/a/x.py');
    expect(project?.excludes('/a/x.py')).toBe(true);
    expect(project?.excludes('/b/x.py')).toBe(false);
  });

  test('is read again after a reset', () => {
    const files = new Map<string, string>();
    const found = new Projects(memoryFiles(files));
    expect(found.of('/r/x.py')).toBeUndefined();
    files.set('/r/mmlens.toml', '');
    expect(found.of('/r/x.py')).toBeUndefined();
    found.reset();
    expect(found.of('/r/x.py')?.path).toBe('/r/mmlens.toml');
  });
});

describe('what it says', () => {
  test('paths are relative to its folder', () => {
    const text = 'search-path = ["../mmdet", "/abs"]\npython = ".venv"\nbaseline = "ci/base.json"\nexclude = ["old"]\n';
    const project = projects({ '/r/mmlens.toml': text, '/r/.venv/pyvenv.cfg': '' }).of('/r/x/y.py');
    expect(project).toMatchObject({
      searchPaths: ['/mmdet', '/abs'],
      interpreter: '/r/.venv',
      baseline: '/r/ci/base.json',
    });
    expect(project?.excludes('/r/x/old/a.py')).toBe(true);
  });

  test('a bare name that lies nowhere is a command', () => {
    expect(projects({ '/r/mmlens.toml': 'python = "python3.11"' }).of('/r/x.py')?.interpreter).toBe('python3.11');
  });

  test('the last pattern that matches says how long an epoch is', () => {
    const text = '[iters-per-epoch]\n"**" = 10\n"coco/**" = 7330\n';
    const project = projects({ '/r/mmlens.toml': text }).of('/r/x.py');
    expect(project?.itersPerEpoch('/r/coco/a.py')).toBe(7330);
    expect(project?.itersPerEpoch('/r/voc/a.py')).toBe(10);
    const one = projects({ '/r/mmlens.toml': 'iters-per-epoch = 5' }).of('/r/x.py');
    expect(one?.itersPerEpoch('/r/any.py')).toBe(5);
  });

  test('a baseline that cannot be used is a problem of the project file', () => {
    const text = 'baseline = "b.json"\n';
    const told = (more: Readonly<Record<string, string>>) =>
      projects({ '/r/mmlens.toml': text, ...more }).problemsIn('/r/mmlens.toml');
    expect(told({})).toMatchObject([{ span: { start: 0, end: 8 }, message: expect.stringContaining('no such file') }]);
    expect(told({ '/r/b.json': '{' })).toMatchObject([{ message: expect.stringContaining('not JSON') }]);
    expect(told({ '/r/b.json': '{"version": 2}' })).toMatchObject([{ message: expect.stringContaining('version 1') }]);
    expect(told({ '/r/b.json': '{"version": 1, "findings": []}' })).toEqual([]);
  });

  test('a Python environment or a folder that is not there is a problem of the project file', () => {
    const text = 'python = ".venv"\nsearch-path = ["../lib",\n  "gone"]\n';
    const told = (more: Readonly<Record<string, string>>) =>
      projects({ '/r/mmlens.toml': text, '/lib/x.py': '', ...more }).problemsIn('/r/mmlens.toml');
    expect(told({}).map(({ message }) => message)).toEqual([
      expect.stringContaining('/r/.venv'),
      expect.stringContaining('/r/gone'),
    ]);
    expect(told({ '/r/.venv/pyvenv.cfg': '', '/r/gone/y.py': '' })).toEqual([]);
    expect(projects({ '/r/mmlens.toml': 'python = "python3.11"' }).problemsIn('/r/mmlens.toml')).toEqual([]);
  });

  test('is not passed over when its file cannot be read as text', () => {
    const files = memoryFiles(new Map([['/r/mmlens.toml', '']]));
    const found = new Projects({ ...files, read: () => ({ kind: 'binary' }) });
    expect(found.of('/r/x.py')?.path).toBe('/r/mmlens.toml');
    expect(found.problemsIn('/r/mmlens.toml').map(({ message }) => message)).toEqual([
      expect.stringContaining('no text in UTF-8'),
    ]);
  });
});
