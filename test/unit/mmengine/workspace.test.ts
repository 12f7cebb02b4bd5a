import { describe, expect, test } from 'vitest';
import type { Workspace } from '../../../server/src/mmengine/workspace/types.ts';
import { createLens, type Lens } from '../../../server/src/service.ts';
import type { FileSystem } from '../../../server/src/text/files.ts';
import { memoryFiles, memoryHost, parser } from '../../support/memory.ts';

const ROOT = '/work/project';

interface Project {
  readonly lens: Lens;
  readonly files: Map<string, string>;
  /** Folders that were listed so far. */
  readonly listed: string[];
}

/** The service over a project in memory; names are relative to its root, unless they are absolute. */
function project(files: Readonly<Record<string, string>>, workspace?: Workspace): Project {
  const paths = new Map([[`${ROOT}/.git/HEAD`, '']]);
  for (const [name, text] of Object.entries(files)) paths.set(name.startsWith('/') ? name : `${ROOT}/${name}`, text);
  const memory = memoryFiles(paths);
  const listed: string[] = [];
  const watched: FileSystem = {
    ...memory,
    list: (path) => {
      listed.push(path);
      return memory.list(path);
    },
  };
  const { packages } = memoryHost(paths);
  const moduleFile = (name: string) =>
    [`/site-packages/${name.replaceAll('.', '/')}.py`, `/site-packages/${name.replaceAll('.', '/')}/__init__.py`].find(
      (path) => paths.has(path),
    );
  const lens = createLens({
    files: watched,
    parser,
    environment: {},
    packages: () => ({ ...packages, moduleFile, changed: () => undefined, reset: () => undefined }),
    ...(workspace && { workspace }),
    settings: {},
  });
  return { lens, files: paths, listed };
}

/** Rule and key of everything that is found in `configs/a.py`. */
function findings({ lens }: Project, name = 'configs/a.py'): string[] {
  return lens.check(`${ROOT}/${name}`).findings.map(({ rule, keyPath }) => `${rule} ${keyPath.join('.')}`);
}

function modeOf({ lens }: Project): string {
  return lens.check(`${ROOT}/configs/a.py`).plan.mode;
}

const LOADER = "train_dataloader = dict(batch_size=2, dataset=dict(type='D'), sampler=dict(type='InfiniteSampler'))\n";
const OPTIM = "optim_wrapper = dict(optimizer=dict(type='SGD', lr=0.1))\n";
const ITER = `${LOADER}${OPTIM}train_cfg = dict(by_epoch=False, max_iters=100, val_interval=10)
default_hooks = dict(checkpoint=dict(type='CheckpointHook', by_epoch=False, interval=10), logger=dict(type='LoggerHook', log_metric_by_epoch=False))
log_processor = dict(by_epoch=False)
`;
const HOOKS =
  'from mmengine.registry import HOOKS\nfrom mmengine.hooks import CheckpointHook, EarlyStoppingHook, EMAHook, Hook\n';

/** A project with one hook, and a config that uses it with some arguments. */
function withHook(source: string, args: string): Project {
  return project({ 'mine/hooks.py': `${HOOKS}${source}`, 'configs/a.py': `${ITER}custom_hooks = [dict(${args})]\n` });
}

describe('loops', () => {
  const loop = (base: string, init = '    pass\n') =>
    `from mmengine.registry import LOOPS\nfrom mmengine.runner import ${base}\n\n@LOOPS.register_module()\nclass MyLoop(${base}):\n${init}`;
  const config = (args: string) => `${LOADER}${OPTIM}train_cfg = dict(type='MyLoop', ${args})\n`;

  test.each([
    ['IterBasedTrainLoop', 'iter'],
    ['EpochBasedTrainLoop', 'epoch'],
    ['BaseLoop', 'custom'],
  ])('one that derives from %s counts as %s', (base, mode) => {
    expect(modeOf(project({ 'mine/loops.py': loop(base), 'configs/a.py': config('max_iters=10') }))).toBe(mode);
  });

  test('takes what its base takes and nothing else', () => {
    const files = { 'mine/loops.py': loop('IterBasedTrainLoop') };
    expect(findings(project({ ...files, 'configs/a.py': config('max_iters=10, max_epochs=3') }))).toContain(
      'train-cfg-foreign-key train_cfg.max_epochs',
    );
    expect(findings(project({ ...files, 'configs/a.py': config('max_iters=10, val_begin=2') }))).not.toContain(
      'train-cfg-foreign-key train_cfg.val_begin',
    );
  });

  test('its own constructor hands on what it does not name', () => {
    const init = '    def __init__(self, *args, rounds=3, **kwargs):\n        super().__init__(*args, **kwargs)\n';
    const files = { 'mine/loops.py': loop('IterBasedTrainLoop', init) };
    const keys = findings(project({ ...files, 'configs/a.py': config('max_iters=10, rounds=2, round=1') }));
    expect(keys.filter((key) => key.startsWith('train-cfg-foreign-key'))).toEqual([
      'train-cfg-foreign-key train_cfg.round',
    ]);
  });

  test('a class that is defined in the script itself', () => {
    const script = `from mmengine.runner import IterBasedTrainLoop, Runner

class MyLoop(IterBasedTrainLoop):
    pass

runner = Runner(model=model, work_dir='w', train_dataloader=loader, optim_wrapper=dict(optimizer=dict(type='SGD', lr=0.1)),
    train_cfg=dict(type=MyLoop, max_iters=10, max_epochs=2))
runner.train()
`;
    const found = project({ 'configs/a.py': script });
    expect(modeOf(found)).toBe('iter');
    expect(findings(found)).toContain('train-cfg-foreign-key train_cfg.max_epochs');
  });
});

describe('hooks', () => {
  test.each([
    ['plain', '@HOOKS.register_module()\nclass MyHook(EarlyStoppingHook):\n    pass\n', ['wrong']],
    ['named', "@HOOKS.register_module(name='MyHook')\nclass Other(EarlyStoppingHook):\n    pass\n", ['wrong']],
    [
      'several names',
      "@HOOKS.register_module(name=['Old', 'MyHook'])\nclass Other(EarlyStoppingHook):\n    pass\n",
      ['wrong'],
    ],
    ['forced', '@HOOKS.register_module(force=True)\nclass MyHook(EarlyStoppingHook):\n    pass\n', ['wrong']],
    ['by a call', 'class MyHook(EarlyStoppingHook):\n    pass\nHOOKS.register_module(module=MyHook)\n', ['wrong']],
    [
      'by two calls',
      "class Other(EarlyStoppingHook):\n    pass\nHOOKS.register_module(name='MyHook')(Other)\n",
      ['wrong'],
    ],
    ['a known class again', "HOOKS.register_module(name='MyHook', module=EarlyStoppingHook)\n", ['wrong']],
    ['an alias', 'H = HOOKS\n@H.register_module()\nclass MyHook(EarlyStoppingHook):\n    pass\n', ['wrong']],
    [
      'nothing but its own arguments',
      '@HOOKS.register_module()\nclass MyHook(EarlyStoppingHook):\n    def __init__(self, monitor=None):\n        super().__init__(monitor=monitor)\n',
      ['wrong', 'patience'],
    ],
    [
      'keyword arguments handed on, one of them given',
      '@HOOKS.register_module()\nclass MyHook(EarlyStoppingHook):\n    def __init__(self, **kwargs):\n        super().__init__(patience=5, **kwargs)\n',
      ['wrong', 'patience'],
    ],
    [
      'keyword arguments taken out',
      "@HOOKS.register_module()\nclass MyHook(EarlyStoppingHook):\n    def __init__(self, **kwargs):\n        kwargs.pop('wrong', None)\n        super().__init__(**kwargs)\n",
      [],
    ],
    [
      'keyword arguments changed before they are handed on',
      '@HOOKS.register_module()\nclass MyHook(EarlyStoppingHook):\n    def __init__(self, **kwargs):\n        kwargs = clean(kwargs)\n        super().__init__(**kwargs)\n',
      [],
    ],
    [
      'keyword arguments kept',
      '@HOOKS.register_module()\nclass MyHook(Hook):\n    def __init__(self, **kwargs):\n        self.options = kwargs\n',
      [],
    ],
    ['a base class of which nothing is known', '@HOOKS.register_module()\nclass MyHook(Elsewhere):\n    pass\n', []],
    ['a decorator', '@dataclass\n@HOOKS.register_module()\nclass MyHook(EarlyStoppingHook):\n    pass\n', []],
    ['a class that is its own base', '@HOOKS.register_module()\nclass MyHook(MyHook):\n    pass\n', []],
    ['a function', '@HOOKS.register_module()\ndef MyHook(patience):\n    pass\n', []],
  ])('%s', (_, source, foreign) => {
    const found = withHook(source, "type='MyHook', patience=1, wrong=2");
    expect(findings(found).sort()).toEqual(foreign.map((key) => `hook-foreign-argument custom_hooks.0.${key}`).sort());
  });

  test('base classes are followed through files and packages', () => {
    const found = project({
      'mine/__init__.py': '',
      'mine/base/__init__.py': 'from .stop import *\n',
      'mine/base/stop.py':
        'from mmengine.hooks import EarlyStoppingHook\n\nclass Base(EarlyStoppingHook):\n    def __init__(self, speed=1, **kwargs):\n        super().__init__(**kwargs)\n',
      'mine/hooks.py':
        'from mmengine.registry import HOOKS\nfrom mine.base import Base as B\n\n@HOOKS.register_module()\nclass MyHook(B):\n    pass\n',
      'configs/a.py': `${ITER}custom_hooks = [dict(type='MyHook', speed=2, monitor=None, wrong=1)]\n`,
    });
    expect(findings(found)).toEqual(['hook-foreign-argument custom_hooks.0.wrong']);
  });

  test('a class that replaces one of MMEngine takes its own arguments', () => {
    const source =
      '@HOOKS.register_module(force=True)\nclass EarlyStoppingHook(EarlyStoppingHook):\n    def __init__(self, speed, **kwargs):\n        super().__init__(**kwargs)\n';
    expect(findings(withHook(source, "type='EarlyStoppingHook', speed=2"))).toEqual([]);
    expect(findings(withHook(source, "type='EarlyStoppingHook', sped=2"))).toEqual([
      'hook-foreign-argument custom_hooks.0.sped',
    ]);
  });

  test('an imported class of a lazy config', () => {
    const found = project({
      'mine/__init__.py': 'from .hooks import MyHook\n',
      'mine/hooks.py': 'from mmengine.hooks import EarlyStoppingHook\n\nclass MyHook(EarlyStoppingHook):\n    pass\n',
      'configs/a.py': `from mine import MyHook\n${ITER}custom_hooks = [dict(type=MyHook, patience=1, wrong=2)]\n`,
    });
    expect(findings(found)).toContain('hook-foreign-argument custom_hooks.0.wrong');
    expect(findings(found)).not.toContain('hook-foreign-argument custom_hooks.0.patience');
  });

  test('what a hook counts is known of one that derives from it, unless it does something else', () => {
    const checkpoints = (body: string) =>
      findings(
        project({
          'mine/hooks.py': `${HOOKS}@HOOKS.register_module()\nclass MyHook(CheckpointHook):\n${body}`,
          'configs/a.py': ITER.replace("type='CheckpointHook', by_epoch=False", "type='MyHook'"),
        }),
      );
    const mismatch = 'checkpoint-by-epoch-mismatch default_hooks.checkpoint.by_epoch';
    expect(checkpoints('    pass\n')).toContain(mismatch);
    expect(checkpoints('    def after_train_iter(self, *a):\n        super().after_train_iter(*a)\n')).toContain(
      mismatch,
    );
    expect(checkpoints('    def after_train_iter(self, *a):\n        self.save()\n')).toEqual([]);
    expect(
      checkpoints('    def __init__(self, **kwargs):\n        super().__init__(by_epoch=False, **kwargs)\n'),
    ).toEqual([]);
    expect(
      checkpoints(
        '    def __init__(self, interval=-1, by_epoch=False):\n        super().__init__(interval, by_epoch=by_epoch)\n',
      ),
    ).toEqual([]);
  });
});

describe('samplers', () => {
  const config = ITER.replace('by_epoch=False, max_iters=100, val_interval=10', 'by_epoch=True, max_epochs=9')
    .replace("'InfiniteSampler'", "'MySampler'")
    .split('\n')
    .slice(0, 3)
    .join('\n');
  const sampler = (body: string) =>
    findings(
      project({
        'mine/samplers.py': `from mmengine.registry import DATA_SAMPLERS\nfrom mmengine.dataset import InfiniteSampler\n@DATA_SAMPLERS.register_module()\nclass MySampler(InfiniteSampler):\n${body}`,
        'configs/a.py': config,
      }),
    );
  const endless = 'infinite-sampler-in-epoch-loop train_dataloader.sampler.type';

  test('one that leaves an infinite one as it is never ends', () => {
    expect(sampler('    pass\n')).toContain(endless);
  });

  test('one that iterates in its own way may', () => {
    expect(sampler('    def __iter__(self):\n        return iter([])\n')).toEqual([]);
  });
});

describe('registries', () => {
  const MMDET = `${ITER}default_scope = 'mmdet'\n`;
  const inScope = (registry: string, scope: string) =>
    findings(
      project({
        'own/__init__.py': '',
        'own/registry.py':
          "from mmengine.registry import HOOKS as ROOT, Registry\nHOOKS = Registry('hook', parent=ROOT)\nNAMED = Registry('hook', parent=ROOT, scope='mmseg')\nMODELS = Registry('model')\n",
        'own/hooks.py': `${registry}.register_module()\nclass MyHook:\n    def __init__(self, right):\n        pass\n`,
        'configs/a.py': `${ITER}default_scope = '${scope}'\ncustom_hooks = [dict(type='MyHook', wrong=1)]\n`,
      }),
    );

  test.each([
    ['from mmengine.registry import HOOKS\n@HOOKS', 'mmdet', true],
    ['from mmdet.registry import HOOKS\n@HOOKS', 'mmdet', true],
    ['from mmdet.registry import HOOKS\n@HOOKS', 'mmseg', false],
    ['import mmdet.registry\n@mmdet.registry.HOOKS', 'mmdet', true],
    ['from .registry import HOOKS\n@HOOKS', 'own', true],
    ['from own.registry import HOOKS\n@HOOKS', 'mmdet', false],
    ['from own.registry import NAMED\n@NAMED', 'mmseg', true],
    ['from own.registry import MODELS\n@MODELS', 'own', false],
    ['from mmengine.registry import *\n@HOOKS', 'mmdet', true],
  ])('%s in the scope %s', (registry, scope, isSeen) => {
    expect(inScope(registry, scope)).toEqual(isSeen ? ['hook-foreign-argument custom_hooks.0.wrong'] : []);
  });

  test('a scope that no registry here has falls back to MMEngine, an imported class does not', () => {
    const hook = (type: string) => project({ 'configs/a.py': `${ITER}custom_hooks = [dict(type=${type}, wrong=1)]\n` });
    expect(findings(hook("'gone.EarlyStoppingHook'"))).toEqual([
      'hook-missing-argument custom_hooks.0',
      'hook-foreign-argument custom_hooks.0.wrong',
    ]);
    const imported = `from gone import EarlyStoppingHook\n${ITER}custom_hooks = [dict(type=EarlyStoppingHook, wrong=1)]\n`;
    expect(findings(project({ 'configs/a.py': imported }))).toEqual([]);
  });

  test('the scope can stand in the name', () => {
    const found = project({
      'mine/hooks.py':
        'from mmdet.registry import HOOKS\nfrom mmengine.hooks import Hook\n@HOOKS.register_module()\nclass MyHook(Hook):\n    pass\n',
      'configs/a.py': `${ITER}custom_hooks = [dict(type='mmdet.MyHook', wrong=1), dict(type='mmseg.MyHook', wrong=1)]\n`,
    });
    expect(findings(found)).toEqual(['hook-foreign-argument custom_hooks.0.wrong']);
  });

  test('two classes of one name are known where they agree', () => {
    const hook = (args: string) =>
      `${HOOKS}@HOOKS.register_module()\nclass MyHook(Hook):\n    def __init__(self, ${args}):\n        pass\n`;
    const both = (first: string, second: string) =>
      findings(
        project({
          'a/hooks.py': hook(first),
          'b/hooks.py': hook(second),
          'configs/a.py': `${MMDET}custom_hooks = [dict(type='MyHook', wrong=1)]\n`,
        }),
      );
    expect(both('x', 'x')).toHaveLength(1);
    expect(both('x', 'wrong')).toEqual([]);
  });

  test('custom_imports says which of them is meant', () => {
    const hook = (args: string) =>
      `${HOOKS}@HOOKS.register_module()\nclass MyHook(Hook):\n    def __init__(self, ${args}):\n        pass\n`;
    const found = project({
      'a/hooks.py': hook('x'),
      'b/hooks.py': hook('wrong'),
      'configs/a.py': `${ITER}custom_imports = dict(imports=['a.hooks'])\ncustom_hooks = [dict(type='MyHook', wrong=1)]\n`,
    });
    expect(findings(found)).toEqual(['hook-foreign-argument custom_hooks.0.wrong']);
  });
});

describe('names', () => {
  const HOOK = `${HOOKS}@HOOKS.register_module()\nclass FreezeHook(Hook):\n    pass\n`;
  const config = (type: string, more = '') => `${ITER}${more}custom_hooks = [dict(type='${type}')]\n`;
  const unknown = 'type-unknown custom_hooks.0.type';

  test('a slip in the name of an own type is found', () => {
    const found = project({ 'mine/hooks.py': HOOK, 'configs/a.py': config('FreezHook') });
    expect(findings(found)).toEqual([unknown]);
    const [finding] = found.lens.check(`${ROOT}/configs/a.py`).findings;
    expect(finding?.fixes?.map(({ title }) => title)).toEqual(['Change to FreezeHook']);
  });

  test('a name that any file registers is known, however near it is to another', () => {
    const files = { 'mine/hooks.py': HOOK.replace('FreezeHook', 'EMAHok') };
    expect(findings(project({ ...files, 'configs/a.py': config('EMAHok') }))).toEqual([]);
    expect(findings(project({ 'mine/hooks.py': HOOK, 'configs/a.py': config('EMAHok') }))).toEqual([unknown]);
  });

  test.each([
    ['a module that is not found', "custom_imports = dict(imports=['gone.hooks'])\n", []],
    ['modules that are not known', 'import os\ncustom_imports = dict(imports=[os.environ["X"]])\n', []],
    ['a module of the workspace', "custom_imports = dict(imports=['mine.hooks'])\n", [unknown]],
    ['an installed module', "custom_imports = dict(imports='installed')\n", [unknown]],
  ])('custom_imports: %s', (_, more, expected) => {
    const files = { 'mine/hooks.py': HOOK, '/site-packages/installed.py': 'x = 1\n' };
    expect(findings(project({ ...files, 'configs/a.py': config('EMAHok', more) }))).toEqual(expected);
  });

  test('an installed package of custom_imports is read as a whole', () => {
    const files = {
      '/site-packages/other/__init__.py': 'from .inner import hooks\n',
      '/site-packages/other/inner/__init__.py': '',
      '/site-packages/other/inner/hooks.py': HOOK.replace('FreezeHook', 'EMAHok'),
    };
    const more = "custom_imports = dict(imports=['other'])\n";
    expect(findings(project({ ...files, 'configs/a.py': config('EMAHok', more) }))).toEqual([]);
    expect(findings(project({ ...files, 'configs/a.py': config('EMAHok') }))).toEqual([unknown]);
  });

  test.each([
    ['computed names', "for i in range(3):\n    HOOKS.register_module(name=f'H{i}', module=Hook)\n"],
    ['the classes of a list', 'for hook in ALL:\n    HOOKS.register_module(module=hook)\n'],
    ['a registry that is an argument', 'def add(registry, hook):\n    registry.register_module(module=hook)\n'],
    ['a method that is handed around', 'register = HOOKS.register_module\n'],
  ])('nothing is said where any name may be registered: %s', (_, source) => {
    expect(findings(project({ 'mine/hooks.py': HOOKS + source, 'configs/a.py': config('EMAHok') }))).toEqual([]);
  });

  test('nothing is said where not all of a folder was seen', () => {
    const files = { 'mine/hooks.py': HOOK, 'more/x.py': '', 'configs/a.py': config('EMAHok') };
    const limits = { folders: 100, files: 2, bytes: 1000 };
    expect(findings(project(files, { folders: [ROOT], limits }))).toEqual([]);
    expect(findings(project(files, { folders: [ROOT] }))).toEqual([unknown]);
  });
});

describe('where it looks', () => {
  const HOOK = `${HOOKS}@HOOKS.register_module()\nclass MyHook(Hook):\n    pass\n`;
  const CONFIG = `${ITER}custom_hooks = [dict(type='MyHook', wrong=1)]\n`;
  const wrong = 'hook-foreign-argument custom_hooks.0.wrong';

  test('nowhere, while the catalogue knows every type', () => {
    const found = project({ 'mine/hooks.py': HOOK, 'configs/a.py': `${ITER}custom_hooks = [dict(type='EMAHook')]\n` });
    expect(findings(found)).toEqual([]);
    expect(found.listed).toEqual([]);
  });

  test('once, however many configs ask', () => {
    const found = project({ 'mine/hooks.py': HOOK, 'configs/a.py': CONFIG, 'configs/b.py': CONFIG });
    expect(findings(found)).toEqual([wrong]);
    const { length } = found.listed;
    expect(findings(found, 'configs/b.py')).toEqual([wrong]);
    expect(found.listed).toHaveLength(length);
  });

  test('not in environments, hidden folders and data', () => {
    const found = project({
      'venv/lib/python3.10/site-packages/x.py': HOOK,
      '.tox/x.py': HOOK,
      'node_modules/x.py': HOOK,
      'configs/a.py': CONFIG,
    });
    expect(findings(found)).toEqual([]);
    expect(found.listed.filter((path) => /venv|tox|modules/.test(path))).toEqual([]);
  });

  test('in all folders of the workspace', () => {
    const files = { '/work/other/hooks.py': HOOK, 'configs/a.py': CONFIG };
    expect(findings(project(files, { folders: [ROOT, '/work/other'] }))).toEqual([wrong]);
    expect(findings(project(files))).toEqual([]);
  });

  test('in the working directory, for a config of no project', () => {
    const found = project(
      { '/loose/mine/hooks.py': HOOK, '/loose/configs/a.py': CONFIG },
      { folders: [], workingDirectory: '/loose' },
    );
    const { findings: all } = found.lens.check('/loose/configs/a.py');
    expect(all.map(({ rule }) => rule)).toEqual(['hook-foreign-argument']);
  });
});

describe('changes', () => {
  const path = `${ROOT}/mine/hooks.py`;
  const config = `${ROOT}/configs/a.py`;
  const hook = (args: string) =>
    `${HOOKS}@HOOKS.register_module()\nclass MyHook(Hook):\n    def __init__(self, ${args}):\n        pass\n`;
  const CONFIG = `${ITER}custom_hooks = [dict(type='MyHook', speed=1)]\n`;
  const foreign = 'hook-foreign-argument custom_hooks.0.speed';

  test('an edit in the editor counts at once, and names the configs it matters to', () => {
    const found = project({ 'mine/hooks.py': hook('speed'), 'configs/a.py': CONFIG, 'configs/b.py': ITER });
    expect(findings(found)).toEqual([]);
    expect(findings(found, 'configs/b.py')).toEqual([]);
    const affected = found.lens.open(path, hook('sped'));
    expect(affected).toContain(config);
    expect(affected).not.toContain(`${ROOT}/configs/b.py`);
    expect(findings(found)).toEqual([foreign]);
    expect(found.lens.close(path)).toContain(config);
    expect(findings(found)).toEqual([]);
  });

  test('an edit that says nothing else about types leaves what is known', () => {
    const found = project({ 'mine/hooks.py': hook('speed'), 'configs/a.py': CONFIG });
    const before = found.lens.check(config);
    expect(found.lens.open(path, `# A comment.\n${hook('speed')}`)).not.toContain(config);
    expect(found.lens.check(config)).toBe(before);
  });

  test('files come and go', () => {
    const found = project({ 'configs/a.py': CONFIG });
    expect(findings(found)).toEqual([]);
    found.files.set(path, hook('other'));
    expect(found.lens.changed(path)).toContain(config);
    expect(findings(found)).toEqual([foreign]);
    found.files.delete(path);
    expect(found.lens.changed(`${ROOT}/mine`)).toContain(config);
    expect(findings(found)).toEqual([]);
  });

  test('a base class that was missing appears', () => {
    const source = `from mmengine.registry import HOOKS\nfrom .base import Base\n@HOOKS.register_module()\nclass MyHook(Base):\n    pass\n`;
    const found = project({ 'mine/hooks.py': source, 'configs/a.py': CONFIG });
    expect(findings(found)).toEqual([]);
    found.files.set(`${ROOT}/mine/base.py`, 'from mmengine.hooks import Hook\nclass Base(Hook):\n    pass\n');
    expect(found.lens.changed(`${ROOT}/mine/base.py`)).toContain(config);
    expect(findings(found)).toEqual([foreign]);
  });
});

test('circles and contradictions among classes end', () => {
  const found = project({
    'mine/a.py': `${HOOKS}from .b import B\n@HOOKS.register_module()\nclass A(B, Hook): pass\n@HOOKS.register_module()\nclass C(Hook, EMAHook): pass\n`,
    'mine/b.py':
      'from .a import A\nfrom .b import B as B2\nfrom .b import *\nclass B(A): pass\nX = Y\nY = X\nclass D(X): pass\n',
    'mine/d.py': `${HOOKS}from .b import D, Z\nHOOKS.register_module(module=D)\nHOOKS.register_module(name='Z', module=Z)\n`,
    'configs/a.py': `${ITER}custom_hooks = [dict(type='A', x=1), dict(type='C', x=1), dict(type='D', x=1), dict(type='Z', x=1)]\n`,
  });
  expect(findings(found)).toEqual([]);
});

describe('an argument that is not given', () => {
  const config = `${ITER}custom_hooks = [dict(type='EarlyStoppingHook')]\nparam_scheduler = [dict(type='MultiStepLR', by_epoch=False)]\n`;
  const missing = ['hook-missing-argument custom_hooks.0', 'scheduler-refused param_scheduler.0'];
  const told = (files: Readonly<Record<string, string>>) =>
    findings(project({ 'configs/a.py': config, ...files })).filter((each) => missing.includes(each));

  test('is missing in the released classes', () => {
    expect(told({})).toEqual(missing);
  });

  test('may have a default in the classes of that name that the user registers', () => {
    const own = `from mmengine.registry import HOOKS, PARAM_SCHEDULERS
from mmengine.hooks import Hook

@HOOKS.register_module(force=True)
class EarlyStoppingHook(Hook):
    def __init__(self, monitor='loss'):
        pass

@PARAM_SCHEDULERS.register_module(force=True)
class MultiStepLR:
    def __init__(self, optimizer, milestones=(8, 11), by_epoch=True):
        pass
`;
    expect(told({ 'mine/own.py': own })).toEqual([]);
  });
});
