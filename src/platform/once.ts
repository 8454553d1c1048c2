/**
 * Returns a function that runs `load` at its first call and then returns the same result. Concurrent callers share one promise.
 * A load that throws or rejects is forgotten, so the next call tries again.
 */
export function once<T>(load: () => T): () => T {
  let loaded: { readonly value: T } | undefined;
  return () => {
    if (loaded !== undefined) return loaded.value;
    const current = { value: load() };
    loaded = current;
    if (current.value instanceof Promise) {
      current.value.catch(() => {
        if (loaded === current) loaded = undefined;
      });
    }
    return current.value;
  };
}
