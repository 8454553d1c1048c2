import type { Clock } from '../clock.ts';
import { MethodError } from '../method-error.ts';

/** The time after a click in which Slack accepts its `trigger_id`. */
const TRIGGER_LIFETIME_MS = 3_000;
/** The time for which a used or expired trigger is kept. An error can then say why the trigger is invalid. */
const REMEMBERED_MS = 60_000;

/** The issued `trigger_id`s. Each `trigger_id` opens one modal for the person who clicked. */
export interface Triggers {
  issue(user: string): string;
  /**
   * Marks a `trigger_id` as used and returns the person who clicked. Throws `MethodError`: `invalid_trigger_id`,
   * `expired_trigger_id`, `exchanged_trigger_id`.
   */
  exchange(triggerId: string): string;
}

export function triggers(clock: Clock, newId: (prefix: string) => string): Triggers {
  const issued = new Map<string, { user: string; at: number; isUsed: boolean }>();

  function forgetOld(): void {
    for (const [id, { at }] of issued) {
      if (clock.now() - at <= REMEMBERED_MS) return;
      issued.delete(id);
    }
  }

  return {
    issue: (user) => {
      forgetOld();
      const id = `${clock.now()}.${newId('')}`;
      issued.set(id, { user, at: clock.now(), isUsed: false });
      return id;
    },
    exchange: (triggerId) => {
      const trigger = issued.get(triggerId);
      if (trigger === undefined) throw new MethodError('invalid_trigger_id');
      if (trigger.isUsed) throw new MethodError('exchanged_trigger_id');
      if (clock.now() - trigger.at > TRIGGER_LIFETIME_MS) throw new MethodError('expired_trigger_id');
      trigger.isUsed = true;
      return trigger.user;
    },
  };
}
