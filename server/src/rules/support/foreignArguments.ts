import type { DictValue } from '../../config/values.ts';
import { keysOf, type TypeEntry } from '../../mmengine/catalogue.ts';
import { editDistance } from '../../mmengine/editDistance.ts';
import type { KeyPath, TypeSetting } from '../../training/plan.ts';
import { isLocal } from '../links.ts';
import type { Finding, RuleContext } from '../rule.ts';
import { standAt } from './place.ts';

/** The keys of a dict that neither the class it builds nor MMEngine's builder takes. */
function foreignArguments(cfg: DictValue, entry: TypeEntry, given: readonly string[]): string[] {
  if (entry.acceptsKwargs) return [];
  const allowed = keysOf(entry);
  return [...cfg.entries.keys()].filter((key) => !allowed.has(key) && !given.includes(key));
}

/**
 * One finding for each argument that a class does not take.
 * @param given what MMEngine passes itself and so takes in the dict too
 */
export function* foreignArgumentFindings(
  context: RuleContext,
  part: { readonly cfg: DictValue | undefined; readonly type: TypeSetting; readonly keyPath: KeyPath },
  given: readonly string[] = [],
): Iterable<Finding> {
  const { cfg, type, keyPath } = part;
  if (!cfg || !type.entry) return;
  for (const key of foreignArguments(cfg, type.entry, given)) {
    const slot = cfg.entries.get(key);
    const near = nearest(key, type.entry, cfg);
    const edits = context.remove([...keyPath, key]);
    const leftover = !isLocal(context, slot) && isLocal(context, cfg.entries.get('type'));
    yield {
      message: `${type.value} takes no argument \`${key}\`: MMEngine stops with a TypeError before training begins. ${near ? `Did you mean \`${near}\`?` : leftover ? 'It is left over from the inherited type; take it out.' : 'Take it out.'}`,
      ...standAt(context, [...keyPath, key]),
      fixes: edits ? [{ title: `Remove \`${key}\``, edits, ...(leftover ? { preferred: true } : {}) }] : [],
    };
  }
}

/** A parameter that the key may be a slip for. */
function nearest(key: string, entry: TypeEntry, cfg: DictValue): string | undefined {
  const limit = key.length < 6 ? 1 : 2;
  const free = entry.params.map(({ name }) => name).filter((name) => !cfg.entries.has(name));
  return free.find((name) => editDistance(key, name, limit + 1) <= limit);
}
