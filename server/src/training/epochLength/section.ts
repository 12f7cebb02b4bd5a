import type { DictValue, Slot, Value } from '../../config/values.ts';
import type { Place } from '../../text/source.ts';

/** Why something is not known: a whole sentence. */
export interface Reason {
  readonly unknown: string;
}

export function isReason(given: object): given is Reason {
  return 'unknown' in given;
}

/** Reads settings of a dict as plain values; absent and None are undefined, and so is what cannot be known. */
export class Settings {
  /** The first that cannot be known, or is not what it should be. */
  reason: Reason | undefined;
  private readonly cfg: DictValue;

  constructor(cfg: DictValue) {
    this.cfg = cfg;
    if (cfg.open) this.reason = { unknown: 'What is merged into a dict here cannot be known without running Python.' };
  }

  string(key: string): string | undefined {
    return this.read(key, 'a string', (value) => (value.kind === 'str' ? value.value : undefined));
  }

  bool(key: string): boolean | undefined {
    return this.read(key, 'True or False', (value) => (value.kind === 'bool' ? value.value : undefined));
  }

  int(key: string): number | undefined {
    return this.read(key, 'a whole number', (value) =>
      value.kind === 'int' && typeof value.value === 'number' ? value.value : undefined,
    );
  }

  dict(key: string): DictValue | undefined {
    return this.read(key, 'a dict', (value) => (value.kind === 'dict' && !value.open ? value : undefined));
  }

  items(key: string): readonly Value[] | undefined {
    return this.read(key, 'a list', (value) =>
      value.kind === 'list' || value.kind === 'tuple' ? value.items.map((slot) => slot.value) : undefined,
    );
  }

  strings(key: string): readonly string[] | undefined {
    return this.read(key, 'a list of strings', (value) => {
      if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
      const strings = value.items.flatMap((slot) => (slot.value.kind === 'str' ? [slot.value.value] : []));
      return strings.length === value.items.length ? strings : undefined;
    });
  }

  /** A dict within this one; its reason becomes this one's. */
  within<T>(key: string, question: (settings: Settings) => T): T | undefined {
    const cfg = this.dict(key);
    if (!cfg) return undefined;
    const settings = new Settings(cfg);
    const answer = question(settings);
    this.reason ??= settings.reason;
    return answer;
  }

  /** Where it is written. */
  place(key: string): Place | undefined {
    return placeOf(this.cfg.entries.get(key));
  }

  private read<T>(key: string, wanted: string, as: (value: Value) => T | undefined): T | undefined {
    const slot = this.cfg.entries.get(key);
    if (!slot || slot.value.kind === 'none') return undefined;
    const value = as(slot.value);
    if (value === undefined)
      this.reason ??= {
        unknown:
          slot.value.kind === 'unknown'
            ? `\`${key}\` cannot be known without running Python: ${slot.value.reason}.`
            : `\`${key}\` is not ${wanted}.`,
      };
    return value;
  }
}

function placeOf(slot: Slot | undefined): Place | undefined {
  return slot?.value.at ?? slot?.valueAt ?? slot?.at;
}
