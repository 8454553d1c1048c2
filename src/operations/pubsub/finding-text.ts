import type { QueueFinding } from '../../platform/queue-check.ts';

/** One finding as people read it: what is wrong or unknown, and the command that ends it. */
export function findingText({ level, message, fix }: QueueFinding): string {
  const label = level === 'wrong' ? 'Wrong' : 'Unknown';
  return fix === null ? `${label}: ${message}` : `${label}: ${message} To correct it: \`${fix}\``;
}
