/**
 * Returns the next index in a list for an arrow key, Home or End. The arrow keys wrap around at both ends. Returns
 * undefined for any other key.
 */
export function movedIndex(key: string, index: number, count: number): number | undefined {
  if (count === 0) return;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
