import { HoldDuration, holdUntil } from '../../../operations/kit/input/hold-duration.ts';
import { LockReason } from '../../../operations/kit/input/lock-reason.ts';
import type { Instant } from '../../../platform/instant.ts';
import { Problem } from '../../../platform/problem.ts';
import { LockForm } from '../messages/lock-modal.ts';
import type { ViewPayload } from '../payloads.ts';

/** What is wrong with the fields of a submitted modal, by their names; it stays open with it, so that nothing that was typed is lost. */
export function checkLockForm({ view }: ViewPayload, now: Instant): Readonly<Record<string, string>> {
  const form = LockForm.parse(view.state.values);
  const reason = LockReason.safeParse(form.reason.reason.value ?? '').error;
  const duration = durationFault(form.for.for.value ?? '', now);
  return {
    ...(reason === undefined ? {} : { reason: reason.issues.map(({ message }) => message).join(' ') }),
    ...(duration === undefined ? {} : { for: duration }),
  };
}

/** A time of day is judged by the clock of this machine here, and by the store's when it counts. */
function durationFault(written: string, now: Instant): string | undefined {
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
