import pLimit from 'p-limit';
import { Busy } from '../../platform/busy.ts';

interface ReadLimitSettings {
  readonly atOnce: number;
  /** A new read is refused while this many reads are waiting. */
  readonly mostWaiting: number;
}

export type ReadLimit = <R>(read: () => Promise<R>) => Promise<R>;

/** Runs a few large reads at once, so that they leave memory and time for everything else. Throws `Busy` when too many wait. */
export function readLimit({ atOnce, mostWaiting }: ReadLimitSettings): ReadLimit {
  const limited = pLimit(atOnce);
  return async (read) => {
    if (limited.pendingCount >= mostWaiting) throw new Busy(limited.pendingCount);
    return await limited(read);
  };
}
