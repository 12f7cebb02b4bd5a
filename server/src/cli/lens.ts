import { dataFiles } from '../node/dataFiles.ts';
import { disk } from '../node/disk.ts';
import { packageLocator } from '../node/packages.ts';
import { createNodeParser } from '../node/parser.ts';
import { createLens, type Lens } from '../service.ts';
import { absolute } from './output.ts';

export interface LensOptions {
  readonly itersPerEpoch?: number | undefined;
  /** Interpreter or root of a Python environment. */
  readonly python?: string | undefined;
}

/** The service on this machine's disk. */
export async function openLens({ itersPerEpoch, python }: LensOptions): Promise<Lens> {
  return createLens({
    files: disk,
    parser: await createNodeParser(),
    environment: process.env,
    packages: (files, project) =>
      packageLocator(files, {
        interpreter: python ?? project.interpreter,
        searchPaths: project.searchPaths,
        folders: [process.cwd()],
      }),
    data: { files: dataFiles, roots: [absolute('.')] },
    workspace: { folders: [], workingDirectory: absolute('.') },
    settings: { everything: true, ...(itersPerEpoch !== undefined && { forcedItersPerEpoch: itersPerEpoch }) },
  });
}
