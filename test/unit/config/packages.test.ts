import { describe, expect, it } from 'vitest';
import { PackageLocator } from '../../../server/src/config/packages/locator.ts';
import { pythonRoots } from '../../../server/src/config/packages/roots.ts';
import { memoryFiles } from '../../support/memory.ts';

const SITE = '/env/lib/python3.10/site-packages';

/** mmdet as a wheel leaves it. */
function wheel(extra: Readonly<Record<string, string>> = {}): Map<string, string> {
  return new Map(
    Object.entries({
      [`${SITE}/mmdet-3.3.0.dist-info/top_level.txt`]: 'mmdet\n',
      [`${SITE}/mmdet/__init__.py`]: '',
      [`${SITE}/mmdet/.mim/model-index.yml`]: 'Import:\n  - configs/rtmdet/metafile.yml\n',
      [`${SITE}/mmdet/.mim/configs/rtmdet/metafile.yml`]:
        'Models:\n  - Name: tiny\n    Config: configs/rtmdet/tiny.py\n',
      [`${SITE}/mmdet/.mim/configs/rtmdet/tiny.py`]: '',
      [`${SITE}/mmdet/.mim/configs/_base_/default_runtime.py`]: '',
      ...extra,
    }),
  );
}

const locate = (files: Map<string, string>, roots: readonly string[] = [SITE]) =>
  new PackageLocator(memoryFiles(files), () => roots);

function errorOf(locator: PackageLocator, reference: string) {
  const found = locator.resolveExternalConfig(reference);
  return 'error' in found ? found.error : undefined;
}

describe('configs of installed packages', () => {
  it('are those that pip left in `.mim/configs`', () => {
    expect(locate(wheel()).resolveExternalConfig('mmdet::_base_/default_runtime.py')).toEqual({
      path: `${SITE}/mmdet/.mim/configs/_base_/default_runtime.py`,
      scope: 'mmdet',
    });
  });

  it('are found under the module name of the project', () => {
    const files = new Map([
      [`${SITE}/mmsegmentation-1.2.2.dist-info/top_level.txt`, 'mmseg\n'],
      [`${SITE}/mmseg/__init__.py`, ''],
      [`${SITE}/mmseg/.mim/model-index.yml`, 'Import: []\n'],
      [`${SITE}/mmseg/.mim/configs/_base_/x.py`, ''],
    ]);
    expect(locate(files).resolveExternalConfig('mmseg::_base_/x.py')).toEqual({
      path: `${SITE}/mmseg/.mim/configs/_base_/x.py`,
      scope: 'mmseg',
    });
  });

  it.each([
    ['mmdet::rtmdet/none.py', 'FileNotFoundError', `file "${SITE}/mmdet/.mim/configs/rtmdet/none.py" does not exist`],
    ['mmdet::tiny.py', 'ValueError', undefined],
    [
      'mmdet::a/b::c',
      'ValueError',
      '`::` should only be used to separate package and config name, but found multiple `::` in mmdet::a/b::c',
    ],
    ['torch::a/b.py', 'AssertionError', 'mmengine does not support to load torch config.'],
    ['toString::a/b.py', 'AssertionError', 'mmengine does not support to load toString config.'],
    ['mmpose::a/b.py', 'ModuleNotFoundError', 'mmpose is not installed, please install mmpose manually'],
    ['mmseg::a/b.py', 'ModuleNotFoundError', 'mmsegmentation is not installed, please install mmsegmentation manually'],
  ])('%s is %s', (reference, error, message) => {
    const found = errorOf(locate(wheel()), reference);
    expect(found?.error).toBe(error);
    if (message !== undefined) expect(found?.message).toBe(message);
  });

  it('stop at a metafile that is missing or has no models, whatever was asked for', () => {
    const index = `${SITE}/mmdet/.mim/model-index.yml`;
    expect(errorOf(locate(wheel({ [index]: 'Import:\n- gone.yml\n' })), 'mmdet::rtmdet/tiny.py')?.error).toBe(
      'FileNotFoundError',
    );
    const metafile = `${SITE}/mmdet/.mim/configs/rtmdet/metafile.yml`;
    expect(errorOf(locate(wheel({ [metafile]: 'Collections: []\n' })), 'mmdet::rtmdet/tiny.py')?.error).toBe(
      'KeyError',
    );
    expect(errorOf(locate(wheel({ [metafile]: 'Models: [\n' })), 'mmdet::rtmdet/tiny.py')?.error).toBe('ParserError');
  });

  it('are looked for outside `.mim` when a metafile names them without extension', () => {
    const metafile = { [`${SITE}/mmdet/.mim/configs/rtmdet/metafile.yml`]: 'Models:\n- Config: configs/rtmdet/tiny\n' };
    expect(errorOf(locate(wheel(metafile)), 'mmdet::rtmdet/tiny.py')).toEqual({
      error: 'FileNotFoundError',
      message: `file "${SITE}/mmdet/configs/rtmdet/tiny" does not exist`,
    });
  });

  it('come and go with the package', () => {
    const files = new Map<string, string>([[`${SITE}/other.py`, '']]);
    const locator = locate(files);
    expect(errorOf(locator, 'mmdet::rtmdet/tiny.py')?.error).toBe('ModuleNotFoundError');
    for (const [path, text] of wheel()) {
      files.set(path, text);
      locator.changed(path);
    }
    expect(errorOf(locator, 'mmdet::rtmdet/tiny.py')).toBeUndefined();
    const metafile = `${SITE}/mmdet/.mim/configs/rtmdet/metafile.yml`;
    files.set(metafile, '');
    locator.changed(metafile);
    expect(errorOf(locator, 'mmdet::rtmdet/tiny.py')?.error).toBe('TypeError');
    files.clear();
    locator.reset();
    expect(errorOf(locator, 'mmdet::rtmdet/tiny.py')?.error).toBe('ModuleNotFoundError');
  });
});

describe('editable installs and checkouts', () => {
  const checkout = {
    '/src/mmdetection/mmdet/__init__.py': '',
    '/src/mmdetection/mmdet/models/x.py': '',
    '/src/mmdetection/configs/rtmdet/tiny.py': '',
  };
  const info = { [`${SITE}/mmdet-3.3.0.dist-info/top_level.txt`]: 'mmdet\n' };
  const linked = {
    '/src/mmdetection/mmdet.egg-info/top_level.txt': 'mmdet\n',
    [`${SITE}/mmdet.egg-link`]: '/src/mmdetection\n.\n',
    [`${SITE}/easy-install.pth`]: '/src/mmdetection\n',
  };

  it.each([
    ['a path file', { ...checkout, ...info, [`${SITE}/__editable__.mmdet-3.3.0.pth`]: '/src/mmdetection\n' }],
    [
      'a finder module',
      {
        ...checkout,
        ...info,
        [`${SITE}/__editable__.mmdet-3.3.0.pth`]:
          'import __editable___mmdet_3_3_0_finder; __editable___mmdet_3_3_0_finder.install()',
        [`${SITE}/__editable___mmdet_3_3_0_finder.py`]:
          "import sys\nMAPPING: dict[str, str] = {'mmdet': '/src/mmdetection/mmdet'}\nNAMESPACES: dict[str, list[str]] = {}\n",
      },
    ],
    [
      'direct_url.json',
      {
        ...checkout,
        ...info,
        [`${SITE}/mmdet-3.3.0.dist-info/direct_url.json`]:
          '{"dir_info": {"editable": true}, "url": "file:///src/mmdetection"}',
      },
    ],
    ['an egg link', { ...checkout, ...linked }],
  ])('are followed through %s', (_, files) => {
    const locator = locate(new Map(Object.entries(files)));
    expect(locator.resolveModule('mmdet.models.x')).toEqual({ path: '/src/mmdetection/mmdet/models/x.py' });
  });

  it('serve configs from beside the package while there is no `.mim`', () => {
    const files = new Map(Object.entries({ ...checkout, ...linked }));
    expect(locate(files).resolveExternalConfig('mmdet::rtmdet/tiny.py')).toEqual({
      path: '/src/mmdetection/configs/rtmdet/tiny.py',
      scope: 'mmdet',
    });
    expect(
      locate(new Map(Object.entries(checkout)), ['/src/mmdetection']).resolveExternalConfig('mmdet::rtmdet/tiny.py'),
    ).toMatchObject({
      scope: 'mmdet',
    });
    files.set('/src/mmdetection/mmdet/.mim/model-index.yml', 'Import: []\n');
    expect(errorOf(locate(files), 'mmdet::rtmdet/tiny.py')?.error).toBe('FileNotFoundError');
  });
});

describe('modules of lazy configs', () => {
  it('lie in the package, not in `.mim`', () => {
    expect(locate(wheel()).resolveModule('mmdet.configs._base_.x')).toEqual({
      path: `${SITE}/mmdet/configs/_base_/x.py`,
    });
  });

  it.each([
    ['mmdet', 'ConfigParsingError'],
    ['nowhere.x', 'DistributionNotFound'],
    ['_base_.x', 'InvalidRequirement'],
    ['folder.x', 'RuntimeError'],
  ])('%s is %s', (name, error) => {
    expect(locate(wheel({ [`${SITE}/folder/x.py`]: '' })).resolveModule(name)).toMatchObject({ error: { error } });
  });

  it('are found on the search path in its order', () => {
    const files = wheel({ '/first/tools/__init__.py': '', '/second/tools/__init__.py': '', '/second/single.py': '' });
    const locator = locate(files, ['/first', '/second', SITE]);
    expect(locator.resolveModule('tools.a.b')).toEqual({ path: '/first/tools/a/b.py' });
    expect(locator.resolveModule('single.a')).toEqual({ path: '/second/a.py' });
  });
});

describe('where Python looks for packages', () => {
  const files = memoryFiles(
    new Map(
      Object.entries({
        '/env/bin/python': '',
        '/env/lib/python3.10/site-packages/x.py': '',
        '/venv/pyvenv.cfg': 'home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.11.2\n',
        '/venv/lib/python3.11/site-packages/x.py': '',
        '/usr/lib/python3/dist-packages/x.py': '',
        '/usr/lib/python3.11/x.py': '',
        '/usr/local/lib/python3.11/dist-packages/x.py': '',
        '/usr/local/lib/python3.9/dist-packages/x.py': '',
        'C:/env/Lib/site-packages/x.py': '',
        '/work/a.py': '',
        '/work/.venv/pyvenv.cfg': 'home = /usr/bin\n',
        '/work/.venv/lib/python3.8/site-packages/x.py': '',
        '/one/x.py': '',
      }),
    ),
  );

  it.each([
    [
      'an interpreter',
      { interpreter: { path: '/env/bin/python', target: '/env/bin/python3.10' } },
      ['/env/lib/python3.10/site-packages'],
    ],
    [
      'a virtual environment with system packages',
      { interpreter: { path: '/venv/bin/python', target: '/venv/bin/python' } },
      [
        '/venv/lib/python3.11/site-packages',
        '/usr/local/lib/python3.11/dist-packages',
        '/usr/lib/python3/dist-packages',
      ],
    ],
    [
      'Windows',
      { interpreter: { path: 'C:\\env\\Scripts\\python.exe', target: 'C:\\env\\Scripts\\python.exe' } },
      ['C:/env/Lib/site-packages'],
    ],
    [
      'conda on Windows',
      { interpreter: { path: 'C:\\env\\python.exe', target: 'C:\\env\\python.exe' } },
      ['C:/env/Lib/site-packages'],
    ],
    [
      'PYTHONPATH',
      { pythonPath: '/one:/none', interpreter: { path: '/env/bin/python', target: '/env/bin/python' } },
      ['/one', '/env/lib/python3.10/site-packages'],
    ],
  ])('%s', (_, locations, roots) => {
    expect(pythonRoots(files, { ...locations, workspaceFolders: [] })).toEqual(roots);
  });

  it('an environment in the workspace when none is named', () => {
    expect(pythonRoots(files, { workspaceFolders: ['/work'] })).toEqual([
      '/work/.venv/lib/python3.8/site-packages',
      '/work',
    ]);
    expect(
      pythonRoots(files, {
        interpreter: { path: '/env/bin/python', target: '/env/bin/python' },
        workspaceFolders: ['/work'],
      }),
    ).toEqual(['/env/lib/python3.10/site-packages', '/work']);
  });
});
