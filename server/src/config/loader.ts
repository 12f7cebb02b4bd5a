import type { Module } from '../python/index.ts';
import { type FileContent, MAX_FILE_BYTES } from '../text/files.ts';
import { extname } from '../text/paths.ts';
import { RecentMap } from '../text/recentMap.ts';
import { SourceText } from '../text/source.ts';
import { isConfigExtension } from './bases.ts';
import { evaluateClassic } from './classic.ts';
import { evaluateData, parseData } from './dataConfig.ts';
import {
  brokenDataLooksLikeConfig,
  brokenLooksLikeConfig,
  dataLooksLikeConfig,
  findRunnerCalls,
  isBaseAssignment,
  isProgram,
  lazyVerdict,
  looksLikeConfig,
  mayHoldConfig,
  mayHoldPythonConfig,
} from './detect.ts';
import { type EvaluatedFile, Refusals } from './evaluated.ts';
import { EvaluatedFiles } from './evaluatedFiles.ts';
import type { ConfigHost } from './host.ts';
import { evaluateLazy } from './lazy.ts';
import { isMisread, withMisreading } from './misread.ts';
import type { FileReader } from './reader.ts';
import type { ConfigNotice, LoadedConfig, RefusalRule } from './result.ts';
import { evaluateScript } from './script.ts';
import { dict, unknown } from './values.ts';

/** Each base is read while the file that names it is; what lies deeper is not known, lest the stack overflow. */
const MAX_BASES_DEEP = 300;
/** MMEngine's `Config` keeps these names for itself. */
const RESERVED_KEYS = ['filename', 'text', 'pretty_text', 'env_variables'];

interface ReadFile {
  readonly content: FileContent;
  readonly module: Module | undefined;
}

/**
 * Reads configs as MMEngine does. Results are kept until {@link changed} says that a file they rest on is different;
 * a base that many configs share is read once.
 */
export class ConfigLoader {
  private readonly host: ConfigHost;
  private readonly evaluated: EvaluatedFiles;
  private readonly loaded: RecentMap<LoadedConfig>;

  constructor(host: ConfigHost) {
    this.host = host;
    this.evaluated = new EvaluatedFiles(host.filesInUse);
    this.loaded = new RecentMap(host.filesInUse);
  }

  /** The file as a config if it is one; ordinary Python, YAML and JSON come back with `isConfig: false`. */
  load(path: string): LoadedConfig {
    let loaded = this.loaded.get(path);
    if (!loaded) {
      loaded = this.read(path, false);
      this.loaded.set(path, loaded);
    }
    return loaded;
  }

  /** The file read as a config whatever it looks like, as MMEngine's `Config.fromfile` would. */
  evaluate(path: string): LoadedConfig {
    const loaded = this.load(path);
    return loaded.isConfig ? loaded : this.read(path, true);
  }

  /**
   * The file is different now, or may be: it was edited, saved, made or deleted.
   * @returns the paths whose result may differ, the file itself among them; empty when its content is what it was.
   */
  changed(path: string): ReadonlySet<string> {
    const evaluated = this.evaluated.get(path);
    const loaded = this.loaded.get(path);
    const content = this.host.files.read(path);
    const before = evaluated?.content ?? (loaded ? textContent(loaded.source.text) : undefined);
    if (before !== undefined && sameContent(before, content)) return new Set();
    const affected = new Set([path, ...this.dependentsOf(path)]);
    for (const each of affected) {
      this.evaluated.delete(each);
      this.loaded.delete(each);
    }
    return affected;
  }

  /** The files are all to be read anew: the search path of packages or the environment changed. */
  reset(): void {
    this.evaluated.clear();
    this.loaded.clear();
  }

  /** All that was read with the file at `path`: files are read far more often than they change, so nobody keeps a list. */
  private *dependentsOf(path: string): Iterable<string> {
    for (const [dependent, { dependencies }] of this.loaded) if (dependencies.has(path)) yield dependent;
    for (const [dependent, { result }] of this.evaluated) if (result.dependencies.has(path)) yield dependent;
  }

  private read(path: string, always: boolean): LoadedConfig {
    const known = this.evaluated.get(path);
    const content = known?.content ?? this.host.files.read(path);
    const source = new SourceText(path, content.kind === 'text' ? content.text : '');
    if (content.kind === 'too-large' && !always) return notConfig(source, [tooLarge(path, content.bytes)]);
    if (content.kind !== 'text' && always) return this.present(source, this.file(path, []));
    if (content.kind !== 'text') return notConfig(source, content.kind === 'binary' ? [notText(path)] : []);
    if (extname(path) !== '.py') return this.readData(source, content, always);
    if (!always && !mayHoldPythonConfig(source.text)) return notConfig(source);
    const module = known?.result.module ?? this.host.parse(source);
    const isScript = !module.body.some(isBaseAssignment) && source.text.includes('Runner');
    const [runner, ...others] = isScript ? findRunnerCalls(module) : [];
    if (runner) {
      const script = evaluateScript(source, module, [runner, ...others], this.reader([path]));
      return { ...this.present(source, script), runnerCall: script.runnerCall };
    }
    const isConfig = looksLikeConfig(module) || (module.errors.length > 0 && brokenLooksLikeConfig(source.text));
    if (!always && (!isConfig || isProgram(module))) return { ...notConfig(source), module };
    return this.present(source, { ...this.file(path, [], { content, module }), module });
  }

  private readData(source: SourceText, content: FileContent, always: boolean): LoadedConfig {
    if (!always) {
      if (!mayHoldConfig(source.text)) return notConfig(source);
      const { value, errors } = parseData(source);
      const isBroken = errors.length > 0 && brokenDataLooksLikeConfig(source.text);
      if (!isBroken && (value === undefined || !dataLooksLikeConfig(value))) return notConfig(source);
    }
    return this.present(source, this.file(source.path, [], { content, module: undefined }));
  }

  private present(source: SourceText, file: EvaluatedFile): LoadedConfig {
    const refusals = [...file.refusals];
    if (file.style !== 'script')
      for (const key of RESERVED_KEYS) {
        const slot = file.config.entries.get(key);
        if (slot)
          refusals.push({
            rule: 'config-evaluation',
            error: 'KeyError',
            message: `\`${key}\` is a name that MMEngine's Config keeps for itself, so it refuses to load this file. Rename the variable.`,
            place: slot.at?.path === source.path ? slot.at : { path: source.path, start: 0, end: 0 },
            related: [],
          });
      }
    return {
      path: source.path,
      source,
      isConfig: true,
      // It is to be edited as what it is.
      style: file.misreading === undefined ? file.style : 'classic',
      config: file.config,
      imported: file.imported,
      refusals,
      notices: [],
      bases: file.bases,
      dependencies: file.dependencies,
      module: file.module,
      runnerCall: undefined,
    };
  }

  /**
   * One file evaluated with its bases.
   * @param stack the files that are being evaluated, outermost first.
   * @param read what was read of the file already.
   * @param as see {@link FileReader.base}
   */
  private file(path: string, stack: readonly string[], read?: ReadFile, as?: 'lazy'): EvaluatedFile {
    const isBase = stack.length > 0;
    const known = isBase ? this.evaluated.getBase(path, as) : this.evaluated.get(path);
    if (known) return known.result;
    const content = read?.content ?? this.host.files.read(path);
    const inner = [...stack, path];
    const result =
      content.kind === 'text' && isConfigExtension(path)
        ? this.evaluateText(new SourceText(path, content.text), inner, read?.module, as)
        : unreadable(path, content);
    // What was cut off by a cycle is different when seen from another file of it.
    if (!isBase || !result.refusals.some((refusal) => refusal.rule === 'config-base-cycle'))
      this.evaluated.set(path, { content, result }, isBase);
    return result;
  }

  private evaluateText(
    source: SourceText,
    stack: readonly string[],
    parsed: Module | undefined,
    as: 'lazy' | undefined,
  ): EvaluatedFile {
    const reader = this.reader(stack);
    if (extname(source.path) !== '.py') return evaluateData(source, reader);
    const module = parsed ?? this.host.parse(source);
    const verdict = lazyVerdict(module, this.host.packages);
    if (as === 'lazy') {
      const isOtherwise = verdict.kind !== 'lazy' || isMisread(module, this.host.packages);
      return { ...evaluateLazy(source, module, reader), isOtherwise };
    }
    if (verdict.kind === 'lazy')
      return withMisreading(evaluateLazy(source, module, reader), module, this.host.packages);
    const file = evaluateClassic(source, module, reader);
    if (verdict.kind !== 'error') return file;
    const refusals = new Refusals();
    const { start, end } = verdict.statement;
    refusals.add(
      'config-evaluation',
      verdict.error,
      'A config may use `with` only for `read_base()`: MMEngine refuses any other.',
      { path: source.path, start, end },
    );
    // MMEngine looks for this as soon as it has parsed the file.
    const syntax = file.refusals.filter((refusal) => refusal.rule === 'config-syntax' && !refusal.inherited);
    return {
      ...file,
      refusals: [...syntax, ...refusals.list, ...file.refusals.filter((each) => !syntax.includes(each))],
    };
  }

  private reader(stack: readonly string[]): FileReader {
    return {
      host: this.host,
      base: (path, as) => {
        if (stack.includes(path)) return cycle(path, stack);
        return stack.length < MAX_BASES_DEEP ? this.file(path, stack, undefined, as) : openFile(path, []);
      },
    };
  }
}

function textContent(text: string): FileContent {
  return { kind: 'text', text };
}

function sameContent(a: FileContent, b: FileContent): boolean {
  return a.kind === b.kind && (a.kind !== 'text' || b.kind !== 'text' || a.text === b.text);
}

function notConfig(source: SourceText, notices: readonly ConfigNotice[] = []): LoadedConfig {
  return {
    path: source.path,
    source,
    isConfig: false,
    style: 'classic',
    config: dict(),
    imported: new Set(),
    refusals: [],
    notices,
    bases: [],
    dependencies: new Set(),
    module: undefined,
    runnerCall: undefined,
  };
}

function tooLarge(path: string, bytes: number): ConfigNotice {
  return {
    rule: 'config-file-skipped',
    message: `This file has ${bytes} bytes. Files over ${MAX_FILE_BYTES} bytes are not read as configs.`,
    place: { path, start: 0, end: 0 },
  };
}

function notText(path: string): ConfigNotice {
  return {
    rule: 'config-file-skipped',
    message: 'This file is no text in UTF-8, so that it is not read as a config.',
    place: { path, start: 0, end: 0 },
  };
}

function emptyFile(path: string, rule: RefusalRule, error: string, message: string): EvaluatedFile {
  const refusals = new Refusals();
  refusals.add(rule, error, message, { path, start: 0, end: 0 });
  return openFile(path, refusals.list);
}

/** A file of which nothing is known: it may set any key. */
function openFile(path: string, refusals: EvaluatedFile['refusals']): EvaluatedFile {
  const config = dict(undefined, 'ConfigDict');
  config.open = unknown(`it may come from ${path}, which cannot be read here`, { path, start: 0, end: 0 });
  return {
    path,
    style: 'classic',
    config,
    imported: new Set(),
    refusals,
    bases: [],
    dependencies: new Set(),
    module: undefined,
  };
}

/** What Python raises for a file that cannot be read, in the order in which MMEngine asks. */
function unreadable(path: string, content: FileContent): EvaluatedFile {
  switch (content.kind) {
    case 'missing':
      return emptyFile(path, 'config-base-not-found', 'FileNotFoundError', `${path} does not exist.`);
    case 'directory':
      return extname(path) === '.py'
        ? emptyFile(path, 'config-base-not-found', 'IsADirectoryError', `${path} is a folder, not a file.`)
        : emptyFile(path, 'config-base-not-found', 'FileNotFoundError', `${path} is a folder, not a file.`);
    case 'binary':
      return emptyFile(path, 'config-syntax', 'UnicodeDecodeError', `${path} is not a text file in UTF-8.`);
    case 'unreadable':
      return emptyFile(path, 'config-base-not-found', 'PermissionError', `${path} cannot be read: ${content.reason}.`);
    case 'too-large':
      return openFile(path, []);
    case 'text':
      return emptyFile(
        path,
        'config-base-not-found',
        'OSError',
        `MMEngine reads only py, yml, yaml and json files, and ${path} is none.`,
      );
  }
}

function cycle(path: string, stack: readonly string[]): EvaluatedFile {
  const chain = [...stack.slice(stack.indexOf(path)), path]
    .map((each) => each.slice(each.lastIndexOf('/') + 1))
    .join(' → ');
  return emptyFile(
    path,
    'config-base-cycle',
    'RecursionError',
    `These configs inherit from each other in a circle (${chain}), so MMEngine runs into a RecursionError.`,
  );
}
