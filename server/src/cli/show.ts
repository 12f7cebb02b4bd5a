import type { LoadedConfig } from '../config/result.ts';
import { toShowJson } from '../config/serialize/json.ts';
import { configToPython, type PlaceName } from '../config/serialize/python.ts';
import type { Lens } from '../service.ts';
import { EXIT_FOUND, EXIT_OK } from './exit.ts';
import { openLens } from './lens.ts';
import { absolute, colors, complain, print, shown } from './output.ts';

export interface ShowOptions {
  readonly format: 'python' | 'json';
  readonly origins?: boolean;
  readonly python?: string;
}

/** `mmlens show`. @returns the exit status. */
export async function show(files: readonly string[], options: ShowOptions): Promise<number> {
  const lens = await openLens(options);
  let status = EXIT_OK;
  for (const file of files) {
    const loaded = lens.show(absolute(file));
    if (loaded.refusals.length > 0) status = EXIT_FOUND;
    await (options.format === 'json'
      ? printJson(file, loaded)
      : printPython(file, loaded, lens, options, files.length > 1));
  }
  return status;
}

async function printJson(file: string, { refusals: [refusal], config, imported }: LoadedConfig): Promise<void> {
  const path = JSON.stringify(file);
  const rest = refusal
    ? `"ok": false, "error": ${JSON.stringify(refusal.error)}, "message": ${JSON.stringify(refusal.message)}`
    : `"ok": true, "config": ${toShowJson(config, imported)}`;
  await print(`{"path": ${path}, ${rest}}\n`);
}

async function printPython(
  file: string,
  { refusals: [refusal], config, imported }: LoadedConfig,
  lens: Lens,
  { origins }: ShowOptions,
  isOneOfMany: boolean,
): Promise<void> {
  if (refusal) {
    const { line } = lens.rangeOf(refusal.place).start;
    complain(
      `${shown(refusal.place.path)}:${line + 1}: MMEngine does not load ${file}: ${refusal.error}: ${refusal.message}`,
    );
    return;
  }
  const placeName: PlaceName = (place) => `${shown(place.path)}:${lens.rangeOf(place).start.line + 1}`;
  const text = origins ? configToPython(config, imported, placeName) : configToPython(config, imported);
  await print(isOneOfMany ? `${colors.dim(`# ${file}`)}\n${text}\n` : text);
}
