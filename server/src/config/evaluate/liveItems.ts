import type { Place } from '../../text/source.ts';
import type { Slot, Value } from '../values.ts';
import { PythonError } from './runtime.ts';
import { viewIn } from './sets.ts';

/**
 * What a loop comes by, which its body may change.
 * @param items what `source` held at the beginning
 */
export function* liveItems(source: Value, items: readonly Slot[], at: Place): Iterable<Slot> {
  if (source.kind === 'list') {
    for (let index = 0; index < source.items.length; index++) yield source.items[index] as Slot;
    return;
  }
  const dict = source.kind === 'dict' ? source : viewIn(source)?.dict;
  const entries = source.kind === 'set' ? source.items : dict?.entries;
  const size = entries?.size;
  for (const item of items) {
    yield item;
    if (entries?.size !== size)
      throw new PythonError('RuntimeError', `${dict ? 'dictionary' : 'Set'} changed size during iteration`, at);
  }
}
