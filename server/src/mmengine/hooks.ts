import { oncePer } from '../text/oncePer.ts';
import type { TypeEntry } from './catalogue.ts';
import { HOOK_FACTS } from './data/hooks.ts';
import { ancestry, behavesLike, handsOn } from './derived.ts';

/** What becomes of a setting under a loop it was not written for. */
export type Effect =
  /** MMEngine raises an exception. */
  | 'error'
  /** It does not act at all. */
  | 'never'
  /** It acts from the first iteration on. */
  | 'immediate'
  /** It acts once, before the first iteration. */
  | 'once-start'
  /** It acts once, when training is over. */
  | 'once-end'
  /** It acts, but with another magnitude or at other moments. */
  | 'distorted'
  /** It acts rightly; only names and log steps are wrong. */
  | 'mislabelled';

export interface Consequence {
  readonly effect: Effect;
  /** One full sentence. */
  readonly detail: string;
  /** Numbers up to this one are not affected. */
  readonly harmlessUpTo?: number;
}

/** How the same thing is said under the other loop. */
export type Counterpart =
  /** Another parameter counts the same in the other unit. */
  | { readonly kind: 'rename'; readonly to: string }
  /** The same parameter, once the switch is turned. */
  | { readonly kind: 'switch' }
  /** The same parameter: it counts whatever the running loop counts. */
  | { readonly kind: 'same' };

export interface HookParameter {
  readonly name: string;
  /**
   * `epoch` and `iter`: always. `switched`: as the boolean {@link switch} says. `loop`: what the running loop counts.
   * `inner-iter`: batches since the epoch began. `val`: validations. `flag`: a boolean that names the unit or the moment.
   */
  readonly unit: 'epoch' | 'iter' | 'switched' | 'loop' | 'inner-iter' | 'val' | 'flag';
  readonly switch?: { readonly name: string; readonly default: boolean };
  /** Present when the parameter is not a plain number: where in it the unit stands. */
  readonly nested?: string;
  /** Under an iteration loop, counted in epochs (a `flag`: when true). Absent: nothing goes wrong. */
  readonly underIterLoop?: Consequence;
  /** Under an epoch loop, counted in iterations (a `flag`: when false). Absent: nothing goes wrong. */
  readonly underEpochLoop?: Consequence;
  readonly counterpart?: Counterpart;
  /** Present when the hook acts once the training has come to this epoch. */
  readonly moment?: Moment;
}

/** An epoch counted from 0, or so many epochs before the end. */
export interface Moment {
  readonly from: 'start' | 'end';
  /** What becomes of it when training has no such epoch. One full sentence. */
  readonly outside: string;
}

export interface HookFacts {
  readonly params: readonly HookParameter[];
  /** What becomes of the hook as a whole under an iteration loop, whatever its arguments. */
  readonly underIterLoop?: Consequence;
}

/** What a hook counts, its own or its nearest known base class's; undefined when nothing about it depends on the loop. */
export const hookFacts = oncePer((entry: TypeEntry): HookFacts | undefined => {
  for (const name of ancestry(entry)) {
    const facts = HOOK_FACTS[name];
    if (!facts) continue;
    if (!behavesLike(entry, name, isHookPoint)) return undefined;
    const means = (param: string) => handsOn(entry, name, param);
    return {
      ...facts,
      params: facts.params.filter((param) => means(param.name) && (!param.switch || means(param.switch.name))),
    };
  }
  return undefined;
});

/** A method that the runner calls at some moment of the run. */
export function isHookPoint(method: string): boolean {
  return /^(?:before|after)_/.test(method);
}
