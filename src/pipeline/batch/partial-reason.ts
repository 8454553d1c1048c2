import { type FailedCheck, failedChecksText } from '../slate-checks/check-result.ts';
import type { OutcomeCounts } from './count-outcomes.ts';
import { hasTooManyBad } from './decide-result.ts';

/** The part of a batch, or of its report, that says why its slate is partial. */
export interface PartialSlate extends OutcomeCounts {
  readonly failed_checks: readonly FailedCheck[];
}

/** Says why a slate is partial, and what to do about each failed check. */
export function partialReason(slate: PartialSlate): string {
  const { missing, failed_checks: failed } = slate;
  const causes = [
    ...(missing === 0 ? [] : [`it ended without ${missing} of its players`]),
    ...(hasTooManyBad(slate) ? ['too many players failed or lacked good data'] : []),
    ...(failed.length === 0 ? [] : [failed.length === 1 ? 'a check failed' : `${failed.length} checks failed`]),
  ];
  return `The slate is partial, because ${causes.join(', and ')}. ${failedChecksText(failed)}`.trimEnd();
}
