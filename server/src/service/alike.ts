import type { LoadedConfig } from '../config/result.ts';
import type { KnownTypes } from '../mmengine/types.ts';
import type { TrainingPlan } from '../training/plan.ts';
import { inheritedSettings, type Settings, sameSettings } from '../training/settings.ts';

/** Configs of one folder follow upon each other. */
const MAX_KEPT = 32;

/** A config about which there was nothing to say, and no more of it than others share. */
interface Sound {
  readonly settings: Settings;
  readonly itersPerEpoch: number | undefined;
  readonly plan: Omit<TrainingPlan, 'config' | 'types'>;
}

/**
 * Most configs take all that has to do with training from their bases, and differ in their models. Where such a one was found
 * sound, the next that takes the same need not be judged again.
 */
export class AlikeConfigs {
  /** The last used first. */
  private readonly sound: Sound[] = [];

  /** The settings of a config that may be like others; undefined for one that has to be judged by itself. */
  settingsOf(loaded: LoadedConfig): Settings | undefined {
    // A comment can be about anything.
    return loaded.source.text.includes('mmlens:') ? undefined : inheritedSettings(loaded);
  }

  /** The plan of a config in which there is nothing to find, if that is known. */
  planOf(
    settings: Settings,
    itersPerEpoch: number | undefined,
    { config }: LoadedConfig,
    types: KnownTypes,
  ): TrainingPlan | undefined {
    const index = this.sound.findIndex(
      (each) => each.itersPerEpoch === itersPerEpoch && sameSettings(each.settings, settings),
    );
    const found = this.sound[index];
    if (!found) return undefined;
    if (index > 0) {
      this.sound.splice(index, 1);
      this.sound.unshift(found);
    }
    return { ...found.plan, config, types };
  }

  add(settings: Settings, itersPerEpoch: number | undefined, { config: _, types: __, ...plan }: TrainingPlan): void {
    this.sound.unshift({ settings, itersPerEpoch, plan });
    this.sound.length = Math.min(this.sound.length, MAX_KEPT);
  }
}
