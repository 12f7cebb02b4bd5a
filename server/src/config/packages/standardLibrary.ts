/** Which modules MMEngine takes for Python's own in an environment; see {@link isBuiltinModule}. */
import type { FileSystem } from '../../text/files.ts';
import { dirname, joinPath } from '../../text/paths.ts';
import { basePrefixes, type Environment, versionOf } from './environments.ts';
import type { StandardLibrary } from './stdlib.ts';

/** A part of the interpreter, with the Python 3.x from which on; these have no file that MMEngine could find. */
const FROZEN: ReadonlyMap<string, number> = new Map([
  ['zipimport', 8],
  ...'abc codecs genericpath io ntpath os posixpath runpy site stat'.split(' ').map((name) => [name, 11] as const),
]);

/** Written in C, so that a Python may have them compiled into its interpreter. */
const POSIX = 'crypt fcntl grp nis ossaudiodev posix pwd readline resource spwd syslog termios';
const WINDOWS = 'msvcrt nt winreg winsound';
const BOTH =
  '_thread array atexit audioop binascii builtins cmath errno faulthandler gc itertools marshal math mmap pyexpat select sys time unicodedata zlib';

/**
 * The standard library of an environment; undefined when it is not found, or it is not clear which Python that is.
 * @param workingDirectory where MMEngine is started: it takes what has no file to lie there
 */
export function standardLibraryOf(
  files: FileSystem,
  environment: Environment,
  workingDirectory: string,
): StandardLibrary | undefined {
  const minor = minorOf(files, environment);
  const folder = basePrefixes(environment)
    .flatMap((prefix) => [`${prefix}/lib/python3.${minor}`, `${prefix}/lib64/python3.${minor}`, `${prefix}/Lib`])
    .find((each) => files.isFile(`${each}/os.py`));
  if (minor === undefined || folder === undefined) return undefined;
  const isWindows = folder.endsWith('/Lib');
  const compiled = new Set(`${BOTH} ${isWindows ? WINDOWS : POSIX}`.split(' '));
  const extensions = new Set(
    [`${folder}/lib-dynload`, joinPath(folder, '../DLLs')].flatMap((each) =>
      files.list(each).map((name) => name.split('.', 1)[0] ?? name),
    ),
  );
  const root = dirname(dirname(environment.interpreter.path));
  const isBelow = (path: string): boolean =>
    (path.startsWith(root) || path.startsWith('/usr/lib/python')) && !/(?:site|dist)-package/.test(path);
  const isFrozen = (name: string): boolean => minor >= (FROZEN.get(name) ?? Number.POSITIVE_INFINITY);
  const hasFile = (name: string): boolean =>
    extensions.has(name) ||
    [`${folder}/${name}.py`, `${folder}/${name}/__init__.py`].some((path) => files.isFile(path));
  const isRecognized = isBelow(folder);
  return {
    recognizes: remembered((name) => {
      if (isFrozen(name)) return isBelow(joinPath(workingDirectory, 'frozen'));
      return hasFile(name) ? isRecognized : compiled.has(name);
    }),
    has: (name) => isFrozen(name) || compiled.has(name) || hasFile(name),
  };
}

function remembered(answer: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const now = answer(name);
    known.set(name, now);
    return now;
  };
}

/** The x of the Python 3.x. */
function minorOf(files: FileSystem, environment: Environment): number | undefined {
  const version = versionOf(environment);
  if (version !== undefined) return matching([version], /^3\.(\d+)$/)[0];
  const found = basePrefixes(environment).flatMap((prefix) => [
    matching(files.list(`${prefix}/conda-meta`), /^python-3\.(\d+)\..*\.json$/),
    matching([...files.list(`${prefix}/lib`), ...files.list(`${prefix}/lib64`)], /^python3\.(\d+)$/),
    // Windows has it in no other name.
    matching(files.list(prefix), /^python3(\d+)\.dll$/i),
  ]);
  const minors = new Set(found.find((each) => each.length > 0));
  return minors.size === 1 ? [...minors][0] : undefined;
}

function matching(names: readonly string[], pattern: RegExp): number[] {
  return names.flatMap((name) => {
    const minor = pattern.exec(name)?.[1];
    return minor === undefined ? [] : [Number(minor)];
  });
}
