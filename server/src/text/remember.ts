/** Sets a key as the most recent one; returns the keys that fell out because there were too many. */
export function remember<T>(cache: Map<string, T>, key: string, value: T, limit: number): string[] {
  cache.delete(key);
  cache.set(key, value);
  const dropped: string[] = [];
  for (const oldest of cache.keys()) {
    if (cache.size <= limit) break;
    cache.delete(oldest);
    dropped.push(oldest);
  }
  return dropped;
}
