import type { LoadedConfig } from '../config/result.ts';
import type { KnownTypes } from '../mmengine/types.ts';
import type { TrainingPlan } from '../training/plan.ts';
import { areSame, type InheritedSettings, inheritedSettings } from '../training/settings.ts';

/** Configs of one folder follow upon each other. */
const MAX_KEPT = 32;

/** A config about which there was nothing to say, and no more of it than others share. */
interface SoundConfig {
  readonly settings: InheritedSettings;
  readonly itersPerEpoch: number | undefined;
  readonly plan: Omit<TrainingPlan, 'config' | 'types'>;
}

/**
 * Most configs take all that has to do with training from their bases, and differ in their models. Where such a one was found
 * sound, the next that takes the same need not be judged again.
 */
export class SoundConfigs {
  /** The last used first. */
  private kept: SoundConfig[] = [];

  /** What a config may have in common with others; undefined for one that has to be judged by itself. */
  settingsOf(loaded: LoadedConfig): InheritedSettings | undefined {
    // What our comments set and ignore is this file's alone.
    return loaded.source.text.includes('mmlens:') ? undefined : inheritedSettings(loaded);
  }

  /** The plan of a config in which there is nothing to find; undefined when that is not known. */
  planOf(
    settings: InheritedSettings,
    itersPerEpoch: number | undefined,
    { config }: LoadedConfig,
    types: KnownTypes,
  ): TrainingPlan | undefined {
    const index = this.kept.findIndex(
      (each) => each.itersPerEpoch === itersPerEpoch && areSame(each.settings, settings),
    );
    const found = this.kept[index];
    if (!found) return undefined;
    if (index > 0) {
      this.kept.splice(index, 1);
      this.kept.unshift(found);
    }
    return { ...found.plan, config, types };
  }

  /** There is nothing to find in a config with this plan. */
  add(
    settings: InheritedSettings,
    itersPerEpoch: number | undefined,
    { config: _, types: __, ...plan }: TrainingPlan,
  ): void {
    this.kept.unshift({ settings, itersPerEpoch, plan });
    this.kept.length = Math.min(this.kept.length, MAX_KEPT);
  }

  clear(): void {
    this.kept = [];
  }
}
