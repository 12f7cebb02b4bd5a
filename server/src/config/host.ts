import type { Module } from '../python/index.ts';
import type { FileSystem } from '../text/files.ts';
import type { SourceText, Span } from '../text/source.ts';
import type { Python } from './packages/stdlib.ts';

/** The Python environment that loads configs, and where those of installed packages are found. */
export interface ExternalConfigs extends Python {
  /** `mmdet::rtmdet/rtmdet_l_8xb32-300e_coco.py`, or the error MMEngine raises. */
  resolveExternalConfig(
    reference: string,
  ):
    | { readonly path: string; readonly scope: string }
    | { readonly error: { readonly error: string; readonly message: string } };
  /** `mmdet.configs._base_.default_runtime`, or the error MMEngine raises. */
  resolveModule(
    name: string,
  ): { readonly path: string } | { readonly error: { readonly error: string; readonly message: string } };
}

/** What reading configs needs from outside. */
export interface ConfigHost {
  readonly files: FileSystem;
  readonly packages: ExternalConfigs;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How many files are asked for in turn, such as those that are open in an editor. */
  readonly filesInUse: () => number;
  /** The syntax tree of a file as it stands; an open document may answer with its incremental tree. */
  parse(source: SourceText): Module;
  /** The tree of a text that was substituted first; spans come back in terms of the original. */
  parseSubstituted(text: string, originalSpan: (span: Span) => Span): Module;
}
