import {
  type CallSite,
  type DictValue,
  dict,
  element,
  joined,
  type Slot,
  str,
  unknown,
  type Value,
} from '../values.ts';
import { setItem } from './configDict.ts';
import { hashKey, iterate } from './operators.ts';
import { type Budget, PythonError } from './runtime.ts';

/** `dict(...)` or `ConfigDict(...)`: a mapping or pairs first, then keywords. Unknown parts leave the dict open. */
export function dictFromCall(call: CallSite, flavor: DictValue['flavor'], budget: Budget): Value {
  // Nearly every dict of a config is written so.
  if (call.args.length === 0 && flavor === 'dict') {
    budget.allocate(call.keywords.size);
    const written = dict(call.at, flavor, call.keywords);
    written.open = call.open;
    return written;
  }
  const result = dict(call.at, flavor);
  if (call.args.length > 1)
    throw new PythonError('TypeError', `dict expected at most 1 argument, got ${call.args.length}`, call.at);
  const source = call.args[0];
  if (source) addAll(result, source.value, call, budget);
  for (const slot of call.keywords.values()) setItem(result, slot);
  result.open ??= call.open;
  budget.allocate(result.entries.size);
  return result;
}

/** What `dict.update` and `dict(x)` take: a mapping, or an iterable of pairs. */
export function addAll(target: DictValue, source: Value, call: CallSite, budget: Budget): void {
  if (source.kind === 'unknown' || source.kind === 'lazy') {
    target.open ??= {
      kind: 'unknown',
      reason: source.kind === 'unknown' ? source.reason : 'it holds imported objects',
      at: call.at,
    };
    return;
  }
  if (source.kind === 'dict') {
    for (const slot of source.entries.values()) setItem(target, { ...slot, overrides: undefined });
    target.literals = joined(target.literals, source.literals);
    target.open ??= source.open;
    return;
  }
  const pairs = iterate(source, call.at, budget);
  if (!pairs) {
    target.open ??= { kind: 'unknown', reason: 'its keys cannot be known here', at: call.at };
    return;
  }
  for (const pair of pairs) setItem(target, pairSlot(pair, call, budget));
}

function pairSlot(pair: Slot, call: CallSite, budget: Budget): Slot {
  const parts = iterate(pair.value, call.at, budget);
  if (!parts) {
    const nobodyKnows = unknown('one of its pairs cannot be known here', call.at);
    return { ...element(nobodyKnows), key: nobodyKnows };
  }
  const [key, value] = parts;
  if (parts.length !== 2)
    throw new PythonError(
      'ValueError',
      `dictionary update sequence element has length ${parts.length}; 2 is required`,
      call.at,
    );
  hashKey(key?.value ?? str(''), call.at);
  return { ...element(value?.value ?? str(''), pair.at), key: key?.value, keyAt: key?.at, valueAt: value?.valueAt };
}
