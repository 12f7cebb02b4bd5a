import type { LoadedConfig } from '../config/result.ts';
import { toShowJson } from '../config/serialize/json.ts';
import { slotOrigin } from '../config/serialize/origins.ts';
import { configToPython, type PlaceName, toPython } from '../config/serialize/python.ts';
import type { Value } from '../config/values.ts';
import { EXIT_FOUND, EXIT_OK } from './exit.ts';
import { openLens } from './lens.ts';
import { absolute, colors, complain, print, shown, told } from './output.ts';
import { demandProjects } from './projects.ts';

export interface ShowOptions {
  readonly format: 'python' | 'json';
  readonly origins?: boolean;
  readonly python?: string;
}

/** `mmlens show`. @returns the exit status. */
export async function show(files: readonly string[], options: ShowOptions): Promise<number> {
  demandProjects(files);
  const lens = await openLens(options);
  const placeName: PlaceName = (place) => `${shown(place.path)}:${lens.rangeOf(place).start.line + 1}`;
  const origins = options.origins ? placeName : undefined;
  let status = EXIT_OK;
  for (const file of files) {
    const loaded = lens.show(absolute(file));
    const [refusal] = loaded.refusals;
    if (refusal) status = EXIT_FOUND;
    if (options.format === 'json') await print(`${jsonLine(file, loaded, origins)}\n`);
    else if (refusal) complain(`${placeName(refusal.place)}: MMEngine does not load ${file}: ${told(refusal)}`);
    else {
      const heading = files.length > 1 ? `${colors.dim(`# ${file}`)}\n` : '';
      await print(heading + configToPython(loaded.config, loaded.imported, origins));
    }
  }
  return status;
}

function jsonLine(file: string, { refusals, config, imported }: LoadedConfig, origins: PlaceName | undefined): string {
  const path = `"path": ${JSON.stringify(file)}`;
  const [refusal] = refusals;
  if (refusal)
    return `{${path}, "ok": false, "error": ${JSON.stringify(refusal.error)}, "message": ${JSON.stringify(refusal.message)}}`;
  const written = origins && Object.fromEntries(originsOf(config, '', imported, origins));
  const from = written ? `, "origins": ${JSON.stringify(written)}` : '';
  return `{${path}, "ok": true, "config": ${toShowJson(config, imported)}${from}}`;
}

/** Shared dicts can make a small config endless; no real one has as many keys, or is as deep. */
const MAX_KEYS = 200_000;
const MAX_DEPTH = 100;

/** `train_cfg.max_epochs` → `a.py:3, overrides 12 at base.py:2`, for every key. */
function* originsOf(
  value: Value,
  path: string,
  without: ReadonlySet<string>,
  placeName: PlaceName,
  depth = 0,
  count = { keys: 0 },
): Iterable<readonly [string, string]> {
  if (depth > MAX_DEPTH) return;
  const members =
    value.kind === 'dict'
      ? [...value.entries].map(([key, slot]) => [path === '' ? key : `${path}.${key}`, slot] as const)
      : value.kind === 'list' || value.kind === 'tuple'
        ? value.items.map((slot, index) => [`${path}[${index}]`, slot] as const)
        : [];
  for (const [name, slot] of members) {
    if (depth === 0 && without.has(name)) continue;
    if (++count.keys > MAX_KEYS) return;
    const origin = slotOrigin(slot, placeName, toPython);
    if (origin !== undefined) yield [name, origin];
    yield* originsOf(slot.value, name, without, placeName, depth + 1, count);
  }
}
