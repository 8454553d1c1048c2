export interface TimedCacheOptions<Q, V> {
  readonly ttlMs: number;
  readonly now: () => Date;
  /** Questions with the same key have the same answer. */
  readonly keyOf: (question: Q) => string;
  readonly load: (question: Q) => Promise<V>;
  /** Answers that may be remembered; all, unless given. */
  readonly keep?: (answer: V) => boolean;
}

interface Entry<V> {
  readonly answer: Promise<V>;
  readonly askedAtMs: number;
}

/**
 * Remembers answers for a limited time, so that a change in the world is seen within it; by a clock that was set back they are forgotten.
 * Callers that ask at once share one load; a load that fails is not remembered.
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
