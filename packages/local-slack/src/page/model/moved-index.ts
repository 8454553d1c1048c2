/** The neighbour of a place in a list of so many, going round at the ends; undefined for a key that does not move. */
export function movedIndex(key: string, index: number, count: number): number | undefined {
  if (count === 0) return;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
