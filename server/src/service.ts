import type { CodeAction, Diagnostic, DocumentLink, Hover, InlayHint, Location } from 'vscode-languageserver';
import { ConfigLoader } from './config/loader.ts';
import type { LoadedConfig } from './config/result.ts';
import { type CodeActionRequest, codeActions, type Trial } from './features/codeActions.ts';
import type { Analysis, FeatureContext } from './features/context.ts';
import { type ConversionOutcome, type ConversionRequest, convert } from './features/conversion.ts';
import { conversionResult } from './features/conversionActions.ts';
import { definition } from './features/definition.ts';
import { diagnostics } from './features/diagnostics.ts';
import { documentLinks } from './features/documentLinks.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import { projectActions, projectDiagnostics } from './features/projectFile.ts';
import { status } from './features/status.ts';
import type { EditTarget } from './features/workspaceEdit.ts';
import { WorkspaceTypes } from './mmengine/workspace/types.ts';
import { Projects } from './project/projects.ts';
import { isProjectFile } from './project/read.ts';
import type { ConvertParams, ConvertResult, Status } from './protocol.ts';
import { Analyses } from './service/analyses.ts';
import { OpenDocuments } from './service/documents.ts';
import type { LensHost } from './service/host.ts';
import { Readers } from './service/readers.ts';
import { Sources } from './service/sources.ts';
import type { Place, Position, Range } from './text/source.ts';
import { type CountOptions, SampleCounter } from './training/epochLength/counter.ts';
import type { SampleCounts } from './training/epochLength/counts.ts';
import { epochLength } from './training/epochLength/epochLength.ts';
import type { EpochLength } from './training/epochLength/result.ts';

export type { LensHost, Packages } from './service/host.ts';

/** All that MMEngine Lens can do with configs, whoever asks. Paths are absolute, with forward slashes. */
export interface Lens {
  /** The editor holds this text of a file, whatever the disk says. @returns every file that may now read differently. */
  open(path: string, text: string): ReadonlySet<string>;
  /** The disk holds the file again. */
  close(path: string): ReadonlySet<string>;
  /** A file was made, changed or removed. */
  changed(path: string): ReadonlySet<string>;
  /** Everything is to be read again. */
  reset(): void;

  check(path: string): Analysis;
  /** The file read as a config, whether it looks like one or not. */
  show(path: string): LoadedConfig;
  convert(path: string, request: ConversionRequest): ConversionOutcome;
  /** Lines and characters of a place in any file. */
  rangeOf(place: Place): Range;

  diagnostics(path: string): Diagnostic[];
  hover(path: string, position: Position): Hover | null;
  codeActions(path: string, request: CodeActionRequest): CodeAction[];
  definition(path: string, position: Position): Location[];
  documentLinks(path: string): DocumentLink[];
  inlayHints(path: string, visible: Range): InlayHint[];
  status(path: string): Status | null;
  /** The conversion as an edit of an open document. */
  conversion(path: string, params: ConvertParams, target: EditTarget): ConvertResult;
  /** How long an epoch is, as far as samples have been counted. */
  epochLength(path: string): EpochLength;
  /** Counts the samples that answers so far would have needed. @returns whether they may be other answers now. */
  countSamples(options?: CountOptions): Promise<boolean>;
}

/** More files than that are rarely looked at in turn. */
const FILES_IN_USE = 64;

export function createLens(host: LensHost): Lens {
  const documents = new OpenDocuments(host.files, host.parser);
  // Of an open document it must be known what it rests on: it is checked again when that changes.
  const filesInUse = (): number => Math.max(host.filesInUse ?? FILES_IN_USE, documents.count);
  const sources = new Sources(documents);
  const projects = new Projects(documents);
  const readers = new Readers((python) => {
    const packages = host.packages(documents, python);
    const loader = new ConfigLoader({
      files: documents,
      packages,
      environment: host.environment,
      filesInUse,
      parse: (source) => documents.parse(source),
      parseSubstituted: (text, originalSpan) => host.parser.parse(text, originalSpan),
    });
    const types = new WorkspaceTypes(
      {
        files: documents,
        parse: (source) => documents.parse(source),
        moduleFile: (name) => packages.moduleFile(name),
      },
      host.workspace ?? { folders: [] },
    );
    return { packages, loader, types };
  });
  const analyses = new Analyses(host.settings, projects, filesInUse);
  const counter = host.data && new SampleCounter(host.data.files, host.data.roots);

  const edited = (path: string): ReadonlySet<string> => {
    sources.forget(path);
    const affected = readers.edited(path);
    if (!projects.dependsOn(path)) return affected;
    projects.reset();
    analyses.reset();
    return new Set([path, ...affected, ...documents.paths]);
  };
  const loaderFor = (path: string): ConfigLoader => readers.for(projects.of(path)).loader;
  const check = (path: string): Analysis => {
    const { loader, types } = readers.for(projects.of(path));
    return analyses.of(loader.load(path), types);
  };
  const lengthOf = ({ loaded, plan }: Analysis): EpochLength => epochLength(loaded, plan, counter ?? OUT_OF_REACH);
  const context = (path: string): FeatureContext => ({
    analysis: check(path),
    epochLength: () => lengthOf(check(path)),
    rangeOf: (place) => sources.rangeOf(place),
    load: (other) => loaderFor(path).evaluate(other),
  });
  const aboutProject = (path: string): Diagnostic[] => projectDiagnostics(projects.problemsIn(path), sources.of(path));
  /** The answer to a question about the file with another text. */
  const tried = <T>(path: string, text: string, question: () => T): T => {
    const restore = documents.replace(path, text);
    edited(path);
    try {
      return question();
    } finally {
      restore();
      edited(path);
    }
  };
  const trial = (path: string): Trial => ({
    findings: (text) => tried(path, text, () => check(path).findings),
    load: (text) => tried(path, text, () => loaderFor(path).load(path)),
  });

  return {
    open: (path, text) => {
      documents.set(path, text);
      return edited(path);
    },
    close: (path) => {
      documents.close(path);
      return edited(path);
    },
    changed: (path) => {
      readers.changed(path);
      return edited(path);
    },
    reset: () => {
      projects.reset();
      analyses.reset();
      sources.reset();
      readers.reset();
    },
    check,
    show: (path) => loaderFor(path).evaluate(path),
    convert: (path, request) => convert(check(path), request, trial(path).load),
    rangeOf: (place) => sources.rangeOf(place),
    diagnostics: (path) => (isProjectFile(path) ? aboutProject(path) : diagnostics(context(path), host.settings.docs)),
    hover: (path, position) => hover(context(path), position),
    codeActions: (path, request) =>
      isProjectFile(path)
        ? projectActions(request, aboutProject(path))
        : codeActions(context(path), request, trial(path)),
    definition: (path, position) => definition(context(path), position),
    documentLinks: (path) => documentLinks(context(path)),
    inlayHints: (path, visible) => inlayHints(context(path), visible),
    status: (path) => status(context(path)),
    conversion: (path, params, target) => conversionResult(context(path), params, target, trial(path).load),
    epochLength: (path) => lengthOf(check(path)),
    countSamples: async (options) => (await counter?.count(options)) ?? false,
  };
}

const OUT_OF_REACH: SampleCounts = { of: () => ({ unreadable: 'data are out of reach from here' }) };
