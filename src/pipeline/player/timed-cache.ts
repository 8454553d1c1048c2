export interface TimedCacheOptions<V> {
  readonly ttlMs: number;
  readonly now: () => Date;
  readonly load: (key: string) => Promise<V>;
  /** Values that may be remembered; all, unless given. */
  readonly keep?: (value: V) => boolean;
}

/**
 * Remembers what was loaded for a limited time, so that a change in the world is seen within it. Callers that ask at once share one load;
 * a load that fails is not remembered.
 */
export function timedCache<V>({ ttlMs, now, load, keep }: TimedCacheOptions<V>): (key: string) => Promise<V> {
  const entries = new Map<string, { readonly value: Promise<V>; readonly until: number }>();
  return (key) => {
    const known = entries.get(key);
    const atMs = now().getTime();
    if (known !== undefined && atMs < known.until) return known.value;
    for (const [old, { until }] of entries) if (until <= atMs) entries.delete(old);
    const value = load(key);
    entries.set(key, { value, until: atMs + ttlMs });
    value.then(
      (loaded) => keep?.(loaded) === false && entries.delete(key),
      () => entries.delete(key),
    );
    return value;
  };
}
