import { type Slot, slotAt } from '../../config/values.ts';
import type { Place } from '../../text/source.ts';
import type { KeyPath } from '../../training/plan.ts';
import { isLocal, linkTo } from '../links.ts';
import type { Finding, RuleContext } from '../rule.ts';
import { loopChoice } from './loop.ts';

interface Stand {
  readonly keyPath: KeyPath;
  readonly place: Place;
  readonly related: NonNullable<Finding['related']>;
}

/** The first of `keys` that the dict at `parent` has, else `parent` itself. */
export function firstKey({ plan }: RuleContext, parent: KeyPath, ...keys: readonly string[]): KeyPath {
  const key = keys.find((name) => slotAt(plan.config, [...parent, name]));
  return key === undefined ? parent : [...parent, key];
}

/** Where a finding about an entry stands, with a link to where the entry was written. */
export function standAt(context: RuleContext, keyPath: KeyPath): Stand {
  const place = context.locate(keyPath);
  const slot = slotAt(context.plan.config, keyPath);
  return { keyPath, place, related: linkTo(slot, place, 'It is set here') };
}

/**
 * Where a finding stands about an entry that is wrong only beside another: at the entry when this file writes it, else at
 * the first of the `others` that it does write, since that is what makes an inherited entry wrong.
 */
export function standBeside(context: RuleContext, keyPath: KeyPath, ...others: readonly KeyPath[]): Stand {
  const { config } = context.plan;
  const at = [keyPath, ...others].find((path) => isLocal(context, slotAt(config, path))) ?? keyPath;
  const place = context.locate(at);
  return { keyPath, place, related: linkTo(slotAt(config, keyPath), place, 'It is set here') };
}

/** The entries that choose the loop and give it its length. */
export const LOOP_PATHS: readonly KeyPath[] = ['by_epoch', 'type', 'max_iters', 'max_epochs'].map((key) => [
  'train_cfg',
  key,
]);

/**
 * Where a finding stands about a setting that does not go with the loop. What this file writes is to blame first: the
 * setting (or its dict, whose silence is the setting), else the choice of the loop, else whatever leads to either.
 * @param setting the path of the setting, be it written or not
 */
export function standAgainstLoop(context: RuleContext, setting: KeyPath): Stand {
  const { plan } = context;
  const parent = setting.slice(0, -1);
  const slot = slotAt(plan.config, setting);
  const holder = slot ?? slotAt(plan.config, parent);
  const choice = loopChoice(context);
  const chosenHere = !isLocal(context, holder) && isLocal(context, choice);
  const at = chosenHere ? pathOf(context, choice) : slot ? setting : markOf(context, parent);
  const place = context.locate(at);
  return {
    keyPath: setting,
    place,
    related: [
      ...linkTo(holder, place, slot ? 'It is set here' : 'It is left out here'),
      ...linkTo(choice, place, 'The training loop is chosen here'),
    ],
  };
}

function pathOf({ plan }: RuleContext, choice: Slot | undefined): KeyPath {
  if (choice === undefined || !plan.loop) return ['train_cfg'];
  return choice === plan.loop.type.slot ? plan.loop.type.keyPath : plan.loop.byEpoch.keyPath;
}

/** A list has no key to point at for its elements, but their `type` stands for them. */
function markOf(context: RuleContext, dict: KeyPath): KeyPath {
  return typeof dict.at(-1) === 'number' ? firstKey(context, dict, 'type') : dict;
}
