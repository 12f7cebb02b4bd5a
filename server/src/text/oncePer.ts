/** `work` done once for each object, however often it is asked for; what came of it goes when the object goes. */
export function oncePer<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const done = new WeakMap<K, { readonly result: V }>();
  return (key) => {
    let known = done.get(key);
    if (!known) {
      known = { result: work(key) };
      done.set(key, known);
    }
    return known.result;
  };
}
