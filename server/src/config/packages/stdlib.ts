/** Top-level modules of the standard libraries of Python 3.10 to 3.13 (`sys.stdlib_module_names`) that have a public name. */
const STANDARD_LIBRARY: ReadonlySet<string> = new Set(
  [
    '__future__ _thread abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii',
    'binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys',
    'compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses',
    'datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl',
    'filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp',
    'gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json',
    'keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib',
    'msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev',
    'pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty',
    'pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter',
    'runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver',
    'spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau',
    'symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit',
    'tkinter token tokenize trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest',
    'urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile',
    'tomllib zipimport zlib zoneinfo',
  ]
    .join(' ')
    .split(' '),
);

/** A part of the interpreter from Python 3.11 on, without a file that MMEngine could find; `zipimport` was before. */
const FROZEN: ReadonlySet<string> = new Set('abc codecs genericpath io ntpath os posixpath runpy site stat'.split(' '));

const ADDED: ReadonlyMap<string, number> = new Map([['tomllib', 11]]);
const REMOVED: ReadonlyMap<string, number> = new Map(
  [
    { minor: 11, names: 'binhex' },
    { minor: 12, names: 'asynchat asyncore distutils imp smtpd' },
    {
      minor: 13,
      names:
        'aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib',
    },
  ].flatMap(({ minor, names }) => names.split(' ').map((name) => [name, minor] as const)),
);

/** The standard library of the Python that loads a config. */
export interface StandardLibrary {
  /** The x of Python 3.x. */
  readonly minor: number;
  /** It lies where MMEngine takes files for Python's own. */
  readonly isRecognized: boolean;
  /** The module lies in a file there; some are compiled into the interpreter. */
  hasFile(name: string): boolean;
}

export interface Python {
  /** Undefined where it is not known. */
  readonly standardLibrary: StandardLibrary | undefined;
}

/** What is supposed where nothing is known: a Python of its own, as in a container or with conda. */
export const USUAL: StandardLibrary = { minor: 10, isRecognized: true, hasFile: () => true };

/** MMEngine compares no more of a name than that. */
const CONFIG_PACKAGE = 'mmengine.config';

/** A module that comes with some version of Python, or for configs with MMEngine. Relative names (`.base`) never are. */
export function isStandardModule(dottedName: string): boolean {
  return dottedName.startsWith(CONFIG_PACKAGE) || STANDARD_LIBRARY.has(topOf(dottedName));
}

/**
 * MMEngine's `_is_builtin_module` (mmengine/config/utils.py): importing anything else makes a config a lazy one. It looks
 * whether the module's file lies below the interpreter's own folder or that of Debian's Python. So it misses what has no file
 * (`os`, from Python 3.11 on), and in most virtual environments all that is not compiled into the interpreter.
 * @param python asked only about modules that come with Python
 */
export function isBuiltinModule(dottedName: string, python: Python): boolean {
  if (dottedName.startsWith(CONFIG_PACKAGE)) return true;
  const name = topOf(dottedName);
  if (!STANDARD_LIBRARY.has(name) || name === 'zipimport') return false;
  const { minor, isRecognized, hasFile } = python.standardLibrary ?? USUAL;
  if (minor < (ADDED.get(name) ?? 0) || minor >= (REMOVED.get(name) ?? Number.POSITIVE_INFINITY)) return false;
  if (minor >= 11 && FROZEN.has(name)) return false;
  return isRecognized || !hasFile(name);
}

function topOf(dottedName: string): string {
  return dottedName.split('.', 1)[0] ?? '';
}
