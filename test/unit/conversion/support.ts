import { type Conversion, type ConvertOptions, convertConfig } from '../../../server/src/conversion/convert.ts';
import { applyEdits } from '../../../server/src/text/source.ts';
import { buildPlan } from '../../../server/src/training/build.ts';
import { loadConfig } from '../../support/memory.ts';

export type Files = Readonly<Record<string, string>>;

export interface Converted extends Conversion {
  readonly text: string;
}

/** Converts `config.py`, or the file that is named, checked by reading the result again. */
export function convert(files: Files | string, options: Omit<ConvertOptions, 'reload'>, name = 'config.py'): Converted {
  const all = typeof files === 'string' ? { [name]: files } : files;
  const loaded = loadConfig(all, name);
  const reload = (text: string) => loadConfig({ ...all, [name]: text }, name);
  const conversion = convertConfig(loaded, buildPlan(loaded), { ...options, reload });
  return { ...conversion, text: applyEdits(loaded.source.text, conversion.edits) };
}
