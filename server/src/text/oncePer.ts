/**
 * `work` done once for each object, however often it is asked for. What came of it is kept in the object itself, hidden, and
 * goes when the object goes. In a `WeakMap`, a result that leads back to its object would keep both until the next full
 * garbage collection; while somebody types, that is a heap full of old texts.
 */
export function oncePer<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const memo: unique symbol = Symbol();
  return (key: K & { readonly [memo]?: { readonly result: V } }) => {
    const known = key[memo];
    if (known) return known.result;
    const result = work(key);
    Object.defineProperty(key, memo, { value: { result } });
    return result;
  };
}
