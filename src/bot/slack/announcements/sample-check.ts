import type { Log } from '../../../platform/log.ts';
import type { RetryClock } from '../connection/clock.ts';

const FRESH_MS = 30_000;
const PATIENCE_MS = 500;

interface SampleCheckSettings {
  /** Reads from the warehouse whether the imported data is the sample league. */
  readonly read: () => Promise<boolean>;
  readonly clock: RetryClock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Returns a function that says whether the imported data is the sample league. It never throws, and it waits at most
 * half a second, because messages may not wait for the warehouse. Until the warehouse answers, the last known answer
 * counts.
 */
export function sampleCheck({ read, clock, log, signal }: SampleCheckSettings): () => Promise<boolean> {
  let known = { isSample: false, freshUntil: Number.NEGATIVE_INFINITY };
  let reading: 'now' | 'no' = 'no';

  async function refresh(): Promise<void> {
    reading = 'now';
    try {
      known = { isSample: await read(), freshUntil: clock.now() + FRESH_MS };
    } catch (error) {
      known = { ...known, freshUntil: clock.now() + FRESH_MS };
      log.warn({ error }, 'the warehouse does not say whether its data is the sample league');
    } finally {
      reading = 'no';
    }
  }

  return async () => {
    if (reading === 'now' || clock.now() < known.freshUntil) return known.isSample;
    const answered = new AbortController();
    const patience = clock.pause(PATIENCE_MS, AbortSignal.any([answered.signal, signal])).catch(() => undefined);
    await Promise.race([refresh(), patience]);
    answered.abort();
    return known.isSample;
  };
}
