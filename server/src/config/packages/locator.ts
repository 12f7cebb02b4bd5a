/** Finds configs in installed packages, and modules that lazy configs import, without running Python. */
import type { FileSystem } from '../../text/files.ts';
import { basename, dirname, joinPath } from '../../text/paths.ts';
import type { ExternalConfigs } from '../host.ts';
import { InstalledPackages, type PackageError } from './installed.ts';
import { type ModelIndex, readModelIndex } from './metafiles.ts';
import type { StandardLibrary } from './stdlib.ts';

/** Modules whose configs MMEngine finds, with the projects that install them (mmengine/config/utils.py). */
const MODULE_TO_PROJECT: Readonly<Record<string, string>> = {
  mmcls: 'mmcls',
  mmdet: 'mmdet',
  mmdet3d: 'mmdet3d',
  mmseg: 'mmsegmentation',
  mmaction: 'mmaction2',
  mmtrack: 'mmtrack',
  mmpose: 'mmpose',
  mmedit: 'mmedit',
  mmocr: 'mmocr',
  mmgen: 'mmgen',
  mmfewshot: 'mmfewshot',
  mmrazor: 'mmrazor',
  mmflow: 'mmflow',
  mmhuman3d: 'mmhuman3d',
  mmrotate: 'mmrotate',
  mmselfsup: 'mmselfsup',
  mmyolo: 'mmyolo',
  mmpretrain: 'mmpretrain',
  mmagic: 'mmagic',
};

type Found<T> = T | { readonly error: PackageError };

export class PackageLocator implements ExternalConfigs {
  private readonly files: FileSystem;
  private readonly installed: InstalledPackages;
  private readonly modelIndexes = new Map<string, ModelIndex>();
  private readonly findLibrary: () => StandardLibrary | undefined;
  private library: { readonly found: StandardLibrary | undefined } | undefined;

  /**
   * @param roots in the order of `sys.path`, see `pythonRoots`; asked when the first package is looked for
   * @param findLibrary see `standardLibraryOf`
   */
  constructor(
    files: FileSystem,
    roots: () => readonly string[],
    findLibrary: () => StandardLibrary | undefined = () => undefined,
  ) {
    this.files = files;
    this.installed = new InstalledPackages(files, roots);
    this.findLibrary = findLibrary;
  }

  /** Undefined also for a Python without MMEngine: it is not the one that loads configs. */
  get standardLibrary(): StandardLibrary | undefined {
    this.library ??= { found: this.installed.holds('mmengine') ? this.findLibrary() : undefined };
    return this.library.found;
  }

  /** A file appeared, changed or went away: what was concluded from it is looked up again. */
  changed(path: string): void {
    this.installed.changed(path);
    this.library = undefined;
    for (const packagePath of this.modelIndexes.keys())
      if (path.startsWith(`${packagePath}/.mim`)) this.modelIndexes.delete(packagePath);
  }

  reset(): void {
    this.installed.reset();
    this.modelIndexes.clear();
    this.library = undefined;
  }

  /** MMEngine's `Config._get_cfg_path` for `package::path`. A source checkout serves where the package is not installed. */
  resolveExternalConfig(reference: string): Found<{ readonly path: string; readonly scope: string }> {
    if (!/^[\p{L}\p{N}_]*::[\p{L}\p{N}_]*\//u.test(reference))
      return failure(
        'ValueError',
        '`_get_package_and_cfg_path` is used for get external package, please specify the package name and relative config path, just like `mmdet::faster_rcnn/faster-rcnn_r50_fpn_1x_coco.py`',
      );
    const [scope = '', config = '', ...more] = reference.split('::');
    if (more.length > 0)
      return failure(
        'ValueError',
        `\`::\` should only be used to separate package and config name, but found multiple \`::\` in ${reference}`,
      );
    const project = Object.hasOwn(MODULE_TO_PROJECT, scope) ? MODULE_TO_PROJECT[scope] : undefined;
    if (project === undefined) return failure('AssertionError', `mmengine does not support to load ${scope} config.`);
    const found = this.configOf(project, config);
    if (typeof found === 'string') return { path: found, scope };
    const path = this.checkedOutConfig(scope, config);
    return path === undefined ? { error: found } : { path, scope };
  }

  /** The file of a module on the search path. Namespace packages have files too, but none of their own. */
  moduleFile(name: string): string | undefined {
    const [top = '', ...rest] = name.split('.');
    const found = this.installed.findModule(top);
    if (!found) return undefined;
    const alone = joinPath(found.path, `${top}.py`);
    const inside = joinPath(found.path, rest.join('/') || '.');
    const candidates = basename(found.path) === top ? [`${inside}.py`, `${inside}/__init__.py`] : [];
    return [...candidates, ...(rest.length === 0 ? [alone] : [])].find((path) => this.files.isFile(path));
  }

  private configOf(project: string, config: string): string | PackageError {
    if (!this.installed.isInstalled(project))
      return {
        error: 'ModuleNotFoundError',
        message: `${project} is not installed, please install ${project} manually`,
      };
    const packagePath = this.installed.installedPath(project);
    if (typeof packagePath !== 'string') return packagePath;
    const models = this.modelIndexOf(packagePath);
    if ('error' in models) return models.error;
    const named = models.configs.get(config.split('.', 1)[0] ?? '');
    const path = joinPath(packagePath, named ?? `.mim/configs/${config}`);
    return this.files.isFile(path) ? path : { error: 'FileNotFoundError', message: `file "${path}" does not exist` };
  }

  private modelIndexOf(packagePath: string): ModelIndex {
    let index = this.modelIndexes.get(packagePath);
    if (!index) {
      index = readModelIndex(this.files, packagePath);
      this.modelIndexes.set(packagePath, index);
    }
    return index;
  }

  /** The config in a checkout that has no `.mim` folder yet, where `configs/` stands beside the package. */
  private checkedOutConfig(module: string, config: string): string | undefined {
    const found = this.installed.findModule(module);
    if (found?.kind !== 'package' || this.files.isDirectory(`${found.path}/.mim`)) return undefined;
    const path = joinPath(dirname(found.path), `configs/${config}`);
    return this.files.isFile(path) ? path : undefined;
  }

  /** Where MMEngine's lazy parser looks for an absolute base import; whether the file exists is not asked. */
  resolveModule(name: string): Found<{ readonly path: string }> {
    const [project = '', ...rest] = name.split('.');
    if (rest.length === 0)
      return failure(
        'ConfigParsingError',
        `The imported configuration file should not be an independent package ${project}. Here is an example: \`with read_base(): from mmdet.configs.retinanet_r50_fpn_1x_coco import *\``,
      );
    const root = this.installed.installedPath(project);
    return typeof root === 'string' ? { path: `${joinPath(root, rest.join('/'))}.py` } : { error: root };
  }
}

function failure(error: string, message: string): { readonly error: PackageError } {
  return { error: { error, message } };
}
