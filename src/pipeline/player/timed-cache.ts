export interface TimedCacheOptions<Q, V> {
  readonly ttlMs: number;
  readonly now: () => Date;
  /** Questions with the same key have the same answer. */
  readonly keyOf: (question: Q) => string;
  readonly load: (question: Q) => Promise<V>;
  /** Answers that may be remembered; all, unless given. */
  readonly keep?: (answer: V) => boolean;
}

/**
 * Remembers answers for a limited time, so that a change in the world is seen within it. Callers that ask at once share one load; a load that
 * fails is not remembered.
 */
export function timedCache<Q, V>(options: TimedCacheOptions<Q, V>): (question: Q) => Promise<V> {
  const { ttlMs, now, keyOf, load, keep } = options;
  const entries = new Map<string, { readonly answer: Promise<V>; readonly until: number }>();
  return (question) => {
    const key = keyOf(question);
    const known = entries.get(key);
    const atMs = now().getTime();
    if (known !== undefined && atMs < known.until) return known.answer;
    for (const [old, { until }] of entries) if (until <= atMs) entries.delete(old);
    const answer = load(question);
    entries.set(key, { answer, until: atMs + ttlMs });
    answer.then(
      (loaded) => keep?.(loaded) === false && entries.delete(key),
      () => entries.delete(key),
    );
    return answer;
  };
}
