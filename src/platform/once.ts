/**
 * Returns a function that calls `load` at its first use and keeps the value. A load that throws, or whose promise
 * rejects, is repeated at the next use.
 */
export function once<T>(load: () => T): () => T {
  let loaded: { readonly value: T } | undefined;
  return () => {
    if (loaded !== undefined) return loaded.value;
    const value = load();
    loaded = { value };
    if (value instanceof Promise) value.catch(() => (loaded = undefined));
    return value;
  };
}
