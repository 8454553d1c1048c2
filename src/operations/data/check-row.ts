import type { CheckResult } from '../../pipeline/slate-checks/check-result.ts';

export const CHECK_HEADINGS = ['check', 'found', 'fails when', 'verdict', 'note'] as const;

/** Returns one check as the cells of a table row, in the order of `CHECK_HEADINGS`. */
export function checkRow(result: CheckResult): readonly (string | null)[] {
  const name = result.check.replaceAll('_', ' ');
  if (result.verdict === 'not_checked') return [name, null, null, 'not checked', result.reason];
  const { count, total, counted, fails_when, verdict } = result;
  const found = total === null ? `${count} ${counted}` : `${count} of ${total} ${counted}`;
  return [name, found, fails_when, verdict, verdict === 'failed' ? result.finding : null];
}
