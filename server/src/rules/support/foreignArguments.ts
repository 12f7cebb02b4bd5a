import { type DictValue, type Slot, slotAt } from '../../config/values.ts';
import { keysOf, type TypeEntry } from '../../mmengine/catalogue.ts';
import { editDistance } from '../../mmengine/editDistance.ts';
import type { KeyPath, TypeSetting } from '../../training/plan.ts';
import { isLocal, linkTo } from '../links.ts';
import type { Finding, Fix, RuleContext } from '../rule.ts';
import { standAt } from './place.ts';
import { named } from './values.ts';

/** The keys of a dict that neither the class it builds nor MMEngine's builder takes. */
function foreignArguments(cfg: DictValue, entry: TypeEntry, given: readonly string[]): string[] {
  if (entry.acceptsKwargs) return [];
  const allowed = keysOf(entry);
  const foreign: string[] = [];
  for (const key of cfg.entries.keys()) if (!allowed.has(key) && !given.includes(key)) foreign.push(key);
  return foreign;
}

/** Foreign keys by their cause: each key that this file writes, and all together that a type of this file leaves over. */
export function byCause(
  context: RuleContext,
  cfg: DictValue,
  keys: readonly string[],
  chooser = 'type',
): readonly { readonly keys: readonly string[]; readonly isLeftover: boolean }[] {
  const chosenHere = isLocal(context, cfg.entries.get(chooser));
  const leftovers = keys.filter((key) => chosenHere && !isLocal(context, cfg.entries.get(key)));
  const others = keys.filter((key) => !leftovers.includes(key)).map((key) => ({ keys: [key], isLeftover: false }));
  return leftovers.length > 0 ? [{ keys: leftovers, isLeftover: true }, ...others] : others;
}

interface Part {
  readonly cfg: DictValue | undefined;
  readonly type: Pick<TypeSetting, 'value' | 'entry'>;
  readonly keyPath: KeyPath;
}

/**
 * Findings about the arguments that a class does not take.
 * @param given what MMEngine passes itself and so takes in the dict too
 */
export function foreignArgumentFindings(
  context: RuleContext,
  part: Part,
  given: readonly string[] = [],
  when = 'before training begins',
): Iterable<Finding> {
  const { cfg, type } = part;
  if (!cfg || !type.entry) return [];
  const foreign = foreignArguments(cfg, type.entry, given);
  return foreign.length === 0 ? [] : findings(context, { ...part, cfg, entry: type.entry }, foreign, when);
}

function* findings(
  context: RuleContext,
  { cfg, type, entry, keyPath }: Part & { readonly cfg: DictValue; readonly entry: TypeEntry },
  foreign: readonly string[],
  when: string,
): Iterable<Finding> {
  for (const { keys, isLeftover } of byCause(context, cfg, foreign)) {
    const [key = ''] = keys;
    const one = keys.length === 1;
    const near = isLeftover ? undefined : nearest(key, entry, cfg);
    const edits = context.edit((editor) => keys.every((name) => editor.remove([...keyPath, name])));
    const removing = edits
      ? [{ title: `Remove ${named(keys)}`, edits, ...(isLeftover ? { preferred: true } : {}) }]
      : [];
    const renaming = near === undefined ? [] : rename(context, cfg.entries.get(key), [...keyPath, key], near);
    const it = one ? 'it' : 'them';
    const advice = near
      ? `Did you mean \`${near}\`?`
      : isLeftover
        ? `${one ? 'It is' : 'They are'} left over from the inherited type; take ${it} out.`
        : `Take ${it} out.`;
    yield {
      message: `${type.value} takes no ${one ? 'argument' : 'arguments'} ${named(keys)}: MMEngine stops with a TypeError ${when}. ${advice}`,
      ...(isLeftover ? standAtType(context, keyPath, keys) : standAt(context, [...keyPath, key])),
      fixes: [...renaming, ...removing],
    };
  }
}

/** At the type that this file chooses, with links to what it leaves over. */
function standAtType(context: RuleContext, keyPath: KeyPath, keys: readonly string[]) {
  const place = context.locate([...keyPath, 'type']);
  const related = keys.flatMap((key) =>
    linkTo(slotAt(context.plan.config, [...keyPath, key]), place, `\`${key}\` is set here`),
  );
  return { keyPath: [...keyPath, keys[0] ?? ''], place, related };
}

/** The name that is meant, with the value as this file writes it. */
function rename(context: RuleContext, slot: Slot | undefined, keyPath: KeyPath, name: string): readonly Fix[] {
  const { loaded } = context;
  if (slot?.valueAt?.path !== loaded.path) return [];
  const value = loaded.source.slice(slot.valueAt);
  const edits = context.edit((editor) => editor.rename(keyPath, name, value));
  return edits ? [{ title: `Change to \`${name}\``, edits, preferred: true }] : [];
}

/** A parameter that the key may be a slip for. */
function nearest(key: string, entry: TypeEntry, cfg: DictValue): string | undefined {
  const limit = key.length < 6 ? 1 : 2;
  const free = entry.params.map(({ name }) => name).filter((name) => !cfg.entries.has(name));
  return free.find((name) => editDistance(key, name, limit + 1) <= limit);
}
