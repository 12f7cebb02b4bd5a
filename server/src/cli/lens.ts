import { dataFiles } from '../node/dataFiles.ts';
import { disk } from '../node/disk.ts';
import { packageLocator } from '../node/packages.ts';
import { LazyParser, type PythonParser } from '../python/index.ts';
import { createLens, type Lens } from '../service.ts';
import { absolute } from './output.ts';

export interface LensOptions {
  readonly itersPerEpoch?: number | undefined;
  /** Interpreter or root of a Python environment. */
  readonly python?: string | undefined;
}

/** One file is dealt with after the other; only the last few are likely to be bases of the next. */
const FILES_IN_USE = 4;

/** The service on this machine's disk. */
export async function openLens(options: LensOptions): Promise<Lens> {
  return lensWith(await createParser(), options);
}

/** The same at once, without the grammar: its parser may say that it is wanted after all. */
export function openPlainLens(options: LensOptions): { readonly lens: Lens; readonly parser: LazyParser } {
  const parser = new LazyParser(createParser);
  return { lens: lensWith(parser, options), parser };
}

async function createParser(): Promise<PythonParser> {
  const { createNodeParser } = await import('../node/parser.ts');
  return createNodeParser();
}

function lensWith(parser: PythonParser, { itersPerEpoch, python }: LensOptions): Lens {
  return createLens({
    files: disk,
    parser,
    environment: process.env,
    packages: (files, project) =>
      packageLocator(files, {
        interpreter: python ?? project.interpreter,
        searchPaths: project.searchPaths,
        folders: [process.cwd()],
      }),
    data: { files: dataFiles, roots: [absolute('.')] },
    workspace: { folders: [], workingDirectory: absolute('.') },
    filesInUse: FILES_IN_USE,
    settings: { everything: true, ...(itersPerEpoch !== undefined && { forcedItersPerEpoch: itersPerEpoch }) },
  });
}
