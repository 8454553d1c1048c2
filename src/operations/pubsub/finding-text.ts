import type { QueueFinding } from '../../platform/queue-check.ts';

/** One finding as people read it: what is wrong or unknown, and the command that ends it. */
export function findingText(finding: QueueFinding): string {
  return `${finding.level === 'wrong' ? 'Wrong' : 'Unknown'}: ${textWithFix(finding)}`;
}

/** The text of a finding with the command that ends it, without the level. */
export function textWithFix({ message, fix }: Pick<QueueFinding, 'message' | 'fix'>): string {
  return fix === null ? message : `${message} To correct it: \`${fix}\``;
}
