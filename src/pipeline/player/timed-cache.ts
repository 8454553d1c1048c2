export interface TimedCacheOptions<Q, V> {
  readonly ttlMs: number;
  readonly now: () => Date;
  /** Returns the cache key of a question. Questions with the same key share one cached answer. */
  readonly keyOf: (question: Q) => string;
  readonly load: (question: Q) => Promise<V>;
  /** Decides whether the cache keeps an answer. By default it keeps every answer. */
  readonly keep?: (answer: V) => boolean;
}

interface Entry<V> {
  readonly answer: Promise<V>;
  readonly askedAtMs: number;
}

/**
 * Caches the answers of `load` for a limited time. If the machine's clock is set back, the cache is emptied. Concurrent
 * callers with the same question share one load. A failed load is not cached.
 */
export function timedCache<Q, V>(options: TimedCacheOptions<Q, V>): (question: Q) => Promise<V> {
  const { ttlMs, now, keyOf, load, keep } = options;
  const entries = new Map<string, Entry<V>>();
  const isFresh = ({ askedAtMs }: Entry<V>, atMs: number) => atMs >= askedAtMs && atMs < askedAtMs + ttlMs;
  return (question) => {
    const key = keyOf(question);
    const known = entries.get(key);
    const atMs = now().getTime();
    if (known !== undefined && isFresh(known, atMs)) return known.answer;
    for (const [old, entry] of entries) if (!isFresh(entry, atMs)) entries.delete(old);
    const answer = load(question);
    entries.set(key, { answer, askedAtMs: atMs });
    answer.then(
      (loaded) => keep?.(loaded) === false && entries.delete(key),
      () => entries.delete(key),
    );
    return answer;
  };
}
