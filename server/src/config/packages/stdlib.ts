/** Top-level modules of the standard libraries of Python 3.10 and later (`sys.stdlib_module_names`) that have a public name. */
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

/** The standard library of the Python that loads a config. */
export interface StandardLibrary {
  has(name: string): boolean;
  /** MMEngine takes the module for Python's own. */
  recognizes(name: string): boolean;
}

export interface Python {
  /** Undefined where it is not known. */
  readonly standardLibrary: StandardLibrary | undefined;
}

const NEWER: ReadonlySet<string> = new Set(['tomllib']);

/** What is supposed where nothing is known: a Python 3.10 of its own, as in a container or with conda. */
export const USUAL: StandardLibrary = {
  has: (name) => STANDARD_LIBRARY.has(name) && !NEWER.has(name),
  recognizes: (name) => USUAL.has(name) && name !== 'zipimport',
};

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
  return STANDARD_LIBRARY.has(name) && (python.standardLibrary ?? USUAL).recognizes(name);
}

/** It is there, but MMEngine does not take it for Python's own. */
export function isMissedModule(dottedName: string, python: Python): boolean {
  const name = topOf(dottedName);
  return (
    STANDARD_LIBRARY.has(name) && (python.standardLibrary ?? USUAL).has(name) && !isBuiltinModule(dottedName, python)
  );
}

function topOf(dottedName: string): string {
  return dottedName.split('.', 1)[0] ?? '';
}
