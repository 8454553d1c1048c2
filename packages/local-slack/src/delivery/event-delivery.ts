import type { Clock } from '../clock.ts';
import type { Deliver, Envelope } from './delivery.ts';

/** Slack retries an event three times: immediately, after one minute, after five minutes. */
const RETRY_AFTER_MS = [0, 60_000, 300_000];

export interface EventDelivery {
  /** Starts the delivery of an event, with at most four attempts, and returns immediately. */
  send(payload: Envelope['payload']): void;
  /** Cancels all pending retries of events. */
  close(): void;
}

export function eventDelivery(deliver: Deliver, clock: Clock, onLost: (type: unknown) => void): EventDelivery {
  const waiting = new Set<() => void>();

  async function attempt(payload: Envelope['payload'], retry?: Envelope['retry']): Promise<void> {
    const result = await deliver({ kind: 'events_api', payload, ...(retry === undefined ? {} : { retry }) });
    if (result.kind === 'acknowledged') return;
    const number = (retry?.attempt ?? 0) + 1;
    const pause = result.retryReason === 'none' ? undefined : RETRY_AFTER_MS[number - 1];
    if (pause === undefined) return onLost(payload['event']);
    const cancel = clock.after(pause, () => {
      waiting.delete(cancel);
      void attempt(payload, { attempt: number, reason: result.retryReason });
    });
    waiting.add(cancel);
  }

  return {
    send: (payload) => void attempt(payload),
    close: () => {
      for (const cancel of waiting) cancel();
      waiting.clear();
    },
  };
}
