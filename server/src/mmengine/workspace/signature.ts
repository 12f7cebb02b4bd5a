import { type ClassReference, keyOf } from './classes.ts';
import type { BaseCall, Initializer } from './summary.ts';

/** What a class's constructor takes. */
export interface Signature {
  readonly params: ReadonlyMap<string, SignatureParameter>;
  readonly acceptsKwargs: boolean;
}

export interface SignatureParameter {
  /** Python source; undefined for a required one. */
  readonly default: string | undefined;
  /** The class read from source that decides what it means; undefined when a known class does. */
  readonly settledBy: string | undefined;
}

/** Nothing is known of it. */
export const OPEN: Signature = { params: new Map(), acceptsKwargs: true };

/** The constructor of the first class in a resolution order, with what `**kwargs` hands on to the next. */
export function signatureOf(order: readonly ClassReference[]): Signature {
  for (const [position, reference] of order.entries()) {
    const rest = order.slice(position + 1);
    if (reference.kind === 'outside') return OPEN;
    if (reference.kind === 'known') {
      const { ancestor } = reference;
      if (!ancestor.hasInit) continue;
      if (ancestor.gives) return mixedIn(ancestor.gives, ancestor.params, signatureOf(rest));
      // Another class between it and its own bases may get what it hands on.
      if (ancestor.mro.some((name, index) => rest[index] === undefined || keyOf(rest[index]) !== name)) return OPEN;
      const params = ancestor.params.map(
        (param) => [param.name, { default: param.default, settledBy: undefined }] as const,
      );
      return { params: new Map(params), acceptsKwargs: ancestor.acceptsKwargs };
    }
    if (reference.summary.unclear) return OPEN;
    if (reference.summary.init) return withOwn(reference.name, reference.summary.init, signatureOf(rest));
  }
  return { params: new Map(), acceptsKwargs: false };
}

function mixedIn(
  gives: readonly string[],
  own: readonly { readonly name: string; readonly default: string | undefined }[],
  next: Signature,
): Signature {
  const params = new Map<string, SignatureParameter>();
  for (const param of own) params.set(param.name, { default: param.default, settledBy: undefined });
  for (const [name, param] of next.params) if (!gives.includes(name)) params.set(name, param);
  return { params, acceptsKwargs: next.acceptsKwargs };
}

function withOwn(className: string, { params, others, base }: Initializer, next: Signature): Signature {
  const all = new Map<string, SignatureParameter>();
  for (const { name, default: otherwise } of params) {
    const handedOn = base && receives(base, name, next) ? next.params.get(name) : undefined;
    all.set(name, { default: otherwise, settledBy: handedOn ? handedOn.settledBy : className });
  }
  if (others !== 'handed-on') return { params: all, acceptsKwargs: others === 'taken' };
  const given = new Set([
    ...[...next.params.keys()].slice(0, base?.positional.length ?? 0),
    ...(base?.keywords ?? []).map(({ name }) => name),
  ]);
  for (const [name, param] of next.params) if (!given.has(name) && !all.has(name)) all.set(name, param);
  return { params: all, acceptsKwargs: next.acceptsKwargs };
}

/** The base class's constructor gets the parameter under the same name, as it came. */
function receives({ positional, keywords }: BaseCall, name: string, next: Signature): boolean {
  const position = [...next.params.keys()].indexOf(name);
  return positional[position] === name || keywords.some((keyword) => keyword.name === name && keyword.value === name);
}
