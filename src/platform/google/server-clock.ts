import { instantFromDate } from '../instant.ts';
import type { StoreClock } from '../store-clock.ts';

/**
 * Returns the clock of a document store on Firestore. Google's servers keep the time, so the clock of this machine
 * cannot change it.
 */
export function serverClock(): StoreClock {
  const read = async () => {
    const now = instantFromDate(new Date());
    return { store: now, machine: now, state: 'right' } as const;
  };
  return { read, repair: async () => ({ ...(await read()), documents: 0 }) };
}
