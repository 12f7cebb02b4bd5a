/** The few modules of the standard library that configs compute with. What is not listed here is unknown, never guessed. */
import { extname, isAbsolute, normalizePath } from '../../text/paths.ts';
import {
  bool,
  type CallableValue,
  type CallSite,
  dict,
  element,
  list,
  none,
  str,
  tuple,
  unknown,
  type Value,
} from '../values.ts';
import { asText, bind, builtin, elements, positional } from './calls.ts';
import { CONFIG_DICT } from './classes.ts';
import { deepCopy } from './configDict.ts';
import { dictFromCall } from './dictType.ts';
import { functoolsMembers, operatorMembers } from './functional.ts';
import { itertoolsMembers } from './itertools.ts';
import { jsonMembers } from './jsonModule.ts';
import { mathMembers } from './math.ts';
import { type Budget, PythonError, type Runtime } from './runtime.ts';

type Members = Record<string, Value>;

function module(name: string, members: Members): Value {
  return { kind: 'module', name, members: new Map(Object.entries(members)), at: undefined };
}

/** The module `name` as `import name` binds it, or undefined when it is not evaluated here. */
export function standardModule(name: string, runtime: Runtime): Value | undefined {
  switch (name) {
    case 'copy':
      return module('copy', copyMembers(runtime.budget));
    case 'math':
      return module('math', mathMembers(runtime.budget));
    case 'os.path':
      return module('os.path', pathMembers(runtime));
    case 'os':
      return module('os', osMembers(runtime));
    case 'mmengine.config':
    case 'mmengine.config.config':
      return module(name, configMembers(runtime.budget));
    case 'collections':
      return module(name, {
        OrderedDict: builtin('collections.OrderedDict', (call) => dictFromCall(call, 'OrderedDict', runtime.budget), {
          type: 'class',
          takesUnknown: true,
        }),
      });
    case 'itertools':
      return module(name, itertoolsMembers(runtime.budget));
    case 'functools':
      return module(name, functoolsMembers(runtime.budget));
    case 'operator':
      return module(name, operatorMembers(runtime.budget));
    case 'json':
      return module(name, jsonMembers(runtime.budget));
    case 'string':
      return module(name, STRING_MEMBERS);
    default:
      return undefined;
  }
}

function copyMembers(budget: Budget): Members {
  return {
    deepcopy: builtin('deepcopy', (call) => deepCopy(positional(call, 'deepcopy', 1, 2)[0] ?? none(), budget), {
      type: 'function',
      takesUnknown: true,
    }),
    copy: builtin('copy', (call) => shallowCopy(positional(call, 'copy', 1)[0] ?? none(), call), {
      type: 'function',
      takesUnknown: true,
    }),
  };
}

function shallowCopy(value: Value, call: CallSite): Value {
  if (value.kind === 'list') return list([...value.items], call.at);
  if (value.kind === 'dict') return { ...value, entries: new Map(value.entries) };
  if (value.kind === 'set') return { ...value, items: new Map(value.items) };
  return value;
}

function configMembers(budget: Budget): Members {
  return {
    ConfigDict: builtin(CONFIG_DICT, (call) => dictFromCall(call, 'ConfigDict', budget), {
      type: 'class',
      takesUnknown: true,
    }),
    read_base: pythonFunction('read_base', (call) => ({
      kind: 'object',
      type: 'read_base',
      text: 'read_base()',
      payload: undefined,
      at: call.at,
    })),
  };
}

/** A function that is written in Python: under its own name it is no part of a config. */
function pythonFunction(name: string, implementation: (call: CallSite) => Value | undefined): CallableValue {
  return builtin(name, implementation, { type: 'function' });
}

/** `os.path.join` on POSIX: an absolute part starts over; nothing is normalised. */
function pythonJoin(parts: readonly string[]): string {
  let path = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    if (part.startsWith('/')) path = part;
    else if (path === '' || path.endsWith('/')) path += part;
    else path += `/${part}`;
  }
  return path;
}

function pathMembers(runtime: Runtime): Members {
  const onText = (name: string, work: (path: string) => string) =>
    pythonFunction(name, (call) =>
      str(work(asText(positional(call, name, 1)[0] ?? none(), `${name}()`, call.at)), call.at),
    );
  const split = (path: string): [string, string] => {
    const slash = path.lastIndexOf('/') + 1;
    const head = path.slice(0, slash);
    return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), path.slice(slash)];
  };
  const pair = (parts: readonly string[], call: CallSite) =>
    tuple(
      parts.map((part) => element(str(part, call.at))),
      call.at,
    );
  return {
    ...pathConstants(),
    relpath: pythonFunction('relpath', (call) => {
      const [path, start] = bind(call, 'relpath', ['path', 'start'], 1).map(
        (value) => value && asText(value, 'relpath()', call.at),
      );
      // Relative ones start where the process runs.
      if (!path || !start || !isAbsolute(path) || !isAbsolute(start)) return undefined;
      const from = partsOf(normalizePath(start));
      const to = partsOf(normalizePath(path));
      const shared = sharedLength(from, to);
      return str([...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/') || '.', call.at);
    }),
    commonpath: pythonFunction('commonpath', (call) => {
      const [value] = positional(call, 'commonpath', 1);
      const paths =
        value && elements(value, call, runtime.budget)?.map((slot) => asText(slot.value, 'commonpath()', call.at));
      if (!paths) return undefined;
      const [first] = paths;
      const isRooted = first?.startsWith('/');
      if (first === undefined) throw new PythonError('ValueError', 'commonpath() arg is an empty sequence', call.at);
      if (paths.some((path) => path.startsWith('/') !== isRooted))
        throw new PythonError('ValueError', "Can't mix absolute and relative paths", call.at);
      const all = paths.map(partsOf);
      const shared = all.reduce(
        (length, parts) => Math.min(length, sharedLength(all[0] ?? [], parts)),
        Number.POSITIVE_INFINITY,
      );
      return str((isRooted ? '/' : '') + (all[0] ?? []).slice(0, shared).join('/'), call.at);
    }),
    join: pythonFunction('join', (call) =>
      str(pythonJoin(positional(call, 'join', 1, 64).map((value) => asText(value, 'join()', call.at))), call.at),
    ),
    dirname: onText('dirname', (path) => split(path)[0]),
    basename: onText('basename', (path) => split(path)[1]),
    split: pythonFunction('split', (call) =>
      pair(split(asText(positional(call, 'split', 1)[0] ?? none(), 'split()', call.at)), call),
    ),
    splitext: pythonFunction('splitext', (call) => {
      const path = asText(positional(call, 'splitext', 1)[0] ?? none(), 'splitext()', call.at);
      const extension = extname(path);
      return pair([extension ? path.slice(0, -extension.length) : path, extension], call);
    }),
    // Two slashes in front are not one: POSIX lets them mean something else.
    normpath: onText('normpath', (path) => (/^\/\/(?!\/)/.test(path) ? '/' : '') + normalizePath(path) || '.'),
    isabs: pythonFunction('isabs', (call) =>
      bool(asText(positional(call, 'isabs', 1)[0] ?? none(), 'isabs()', call.at).startsWith('/'), call.at),
    ),
    abspath: pythonFunction('abspath', (call) => {
      const path = asText(positional(call, 'abspath', 1)[0] ?? none(), 'abspath()', call.at);
      return isAbsolute(path) ? str(normalizePath(path), call.at) : undefined;
    }),
    exists: pythonFunction('exists', () => undefined),
    isfile: pythonFunction('isfile', () => undefined),
    isdir: pythonFunction('isdir', () => undefined),
    expanduser: pythonFunction('expanduser', (call) => {
      const path = asText(positional(call, 'expanduser', 1)[0] ?? none(), 'expanduser()', call.at);
      return path.startsWith('~') ? undefined : str(path, call.at);
    }),
  };
}

/** Those of POSIX, as for all of `os.path` here. */
function pathConstants(): Members {
  return { sep: str('/'), pathsep: str(':'), curdir: str('.'), pardir: str('..'), extsep: str('.'), altsep: none() };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((part, i) => part !== b[i]);
  return different < 0 ? a.length : different;
}

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const WHITESPACE = ' \t\n\r\v\f';

const STRING_MEMBERS: Members = {
  ascii_lowercase: str(LOWERCASE),
  ascii_uppercase: str(LOWERCASE.toUpperCase()),
  ascii_letters: str(LOWERCASE + LOWERCASE.toUpperCase()),
  digits: str(DIGITS),
  hexdigits: str(`${DIGITS}abcdefABCDEF`),
  octdigits: str('01234567'),
  punctuation: str(PUNCTUATION),
  whitespace: str(WHITESPACE),
  printable: str(DIGITS + LOWERCASE + LOWERCASE.toUpperCase() + PUNCTUATION + WHITESPACE),
};

function osMembers(runtime: Runtime): Members {
  const environ = dict(undefined);
  // What a variable holds where the training runs is not known here, so absence is not knowledge either.
  environ.open = unknown('environment variables are those of the machine that trains');
  return {
    ...pathConstants(),
    linesep: str('\n'),
    name: str('posix'),
    path: module('os.path', pathMembers(runtime)),
    environ,
    getenv: pythonFunction('getenv', (call) => {
      bind(call, 'getenv', ['key', 'default'], 1);
      return unknown('environment variables are those of the machine that trains', call.at);
    }),
    listdir: builtin('listdir', () => undefined),
  };
}
