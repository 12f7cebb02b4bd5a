import type { FileSystem } from '../../text/files.ts';
import { basename, extname } from '../../text/paths.ts';

/** What one look through a folder may cost at most. */
export interface ScanLimits {
  readonly folders: number;
  readonly files: number;
  readonly bytes: number;
}

const SCAN_LIMITS: ScanLimits = { folders: 3000, files: 5000, bytes: 48 * 1024 * 1024 };

export interface Scan {
  /** Python files that register classes, in other registries than those of models and data. */
  readonly files: ReadonlySet<string>;
  /** All of the folder was seen. */
  readonly isComplete: boolean;
}

const SKIPPED = new Set('node_modules __pycache__ site-packages dist-packages venv env build dist'.split(' '));
/** A folder with more folders and no Python file holds data. */
const MANY_FOLDERS = 200;

/** Looks through a folder for Python files that register classes; folders near the top come first. */
export function scan(files: FileSystem, root: string, limits: ScanLimits = SCAN_LIMITS): Scan {
  const found = new Set<string>();
  const folders = [root];
  let read = 0;
  let bytes = 0;
  for (const folder of folders) {
    const names = files.list(folder);
    const modules = names.filter((name) => extname(name) === '.py');
    for (const name of modules) {
      if (++read > limits.files || bytes > limits.bytes) return { files: found, isComplete: false };
      const text = textOf(files, `${folder}/${name}`);
      bytes += text.length;
      if (registers(text)) found.add(`${folder}/${name}`);
    }
    const inner = names.filter(mayBeCode);
    if (modules.length === 0 && inner.length > MANY_FOLDERS) continue;
    for (const name of inner) if (files.isDirectory(`${folder}/${name}`)) folders.push(`${folder}/${name}`);
    if (folders.length > limits.folders) return { files: found, isComplete: false };
  }
  return { files: found, isComplete: true };
}

/** A file below a folder that {@link scan} went through would have been looked at. */
export function isScanned(path: string, root: string): boolean {
  if (extname(path) !== '.py' || !path.startsWith(`${root}/`)) return false;
  const folders = path.slice(root.length + 1, -basename(path).length - 1).split('/');
  return folders.every((name) => name === '' || mayBeCode(name));
}

export function textOf(files: FileSystem, path: string): string {
  const content = files.read(path);
  return content.kind === 'text' ? content.text : '';
}

/** Registries of models, data and the like, in which no type is looked up here; most files register in them alone. */
const OTHER_REGISTRIES = new Set(
  [
    'MODELS MODEL_WRAPPERS WEIGHT_INITIALIZERS DATASETS TRANSFORMS OPTIMIZERS OPTIM_WRAPPERS',
    'OPTIM_WRAPPER_CONSTRUCTORS TASK_UTILS METRICS EVALUATOR VISUALIZERS VISBACKENDS INFERENCERS FUNCTIONS STRATEGIES',
    'RUNNERS RUNNER_CONSTRUCTORS BACKBONES NECKS HEADS LOSSES DETECTORS SEGMENTORS CLASSIFIERS PIPELINES',
  ].flatMap((names) => names.split(' ')),
);

/** A file registers something, and not only in registries of models or data. */
export function registers(text: string): boolean {
  if (!text.includes('register_module')) return false;
  for (const [, registry] of text.matchAll(/(?:(\w+)\s*\.\s*)?register_module/g))
    if (registry === undefined || !OTHER_REGISTRIES.has(registry)) return true;
  return false;
}

/** Names with an ending are files, and hidden folders hold tools. */
function mayBeCode(name: string): boolean {
  return !name.startsWith('.') && !SKIPPED.has(name) && !/\.[A-Za-z]\w{0,5}$/.test(name);
}
