import type { ExternalConfigs } from '../config/host.ts';
import type { FileSystem } from '../text/files.ts';

export interface PythonEnvironment {
  /** Interpreter or root of an environment. */
  readonly interpreter: string | undefined;
  readonly searchPaths: readonly string[];
  readonly folders: readonly string[];
}

export function packageLocator(_files: FileSystem, _environment: PythonEnvironment): ExternalConfigs {
  const notHere = (name: string) => ({ error: { error: 'ModuleNotFoundError', message: `${name} is not installed` } });
  return { resolveExternalConfig: notHere, resolveModule: notHere };
}
