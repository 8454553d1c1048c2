import { HoldDuration, holdUntil } from '../../../operations/kit/input/hold-duration.ts';
import { LockReason } from '../../../operations/kit/input/lock-reason.ts';
import type { Instant } from '../../../platform/instant.ts';
import { Problem } from '../../../platform/problem.ts';
import { LockForm } from '../messages/lock-modal.ts';
import type { ViewPayload } from '../payloads.ts';

/**
 * Returns the errors of a submitted modal, by field. Slack keeps the modal open and shows the errors, so the person
 * loses no typed text.
 */
export function checkLockForm({ view }: ViewPayload, now: Instant): Readonly<Record<string, string>> {
  const form = LockForm.parse(view.state.values);
  const reason = LockReason.safeParse(form.reason.reason.value ?? '').error;
  const duration = durationError(form.for.for.value ?? '', now);
  return {
    ...(reason === undefined ? {} : { reason: reason.issues.map(({ message }) => message).join(' ') }),
    ...(duration === undefined ? {} : { for: duration }),
  };
}

/**
 * Returns what is wrong with an entered duration or end time, if anything. This check uses the clock of this machine;
 * the operation repeats the check with the store's clock.
 */
function durationError(written: string, now: Instant): string | undefined {
  const { error } = HoldDuration.safeParse(written);
  if (error !== undefined) return error.issues.map(({ message }) => message).join(' ');
  try {
    holdUntil(written, now);
    return undefined;
  } catch (fault) {
    if (!(fault instanceof Problem)) throw fault;
    return fault.message.replace(/^for: /, '');
  }
}
