import type { Log } from '../platform/log.ts';
import { ProcessStopping } from '../platform/process-stopping.ts';

/** Keeps work in a set until it has ended, and logs its failure. The process does not close while the set has work. */
export function trackWork(background: Set<Promise<void>>, work: Promise<unknown>, log: Log): void {
  const ended = work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ProcessStopping) log.info({}, 'background work stops with its process');
      else log.error({ error }, 'background work failed');
    },
  );
  background.add(ended);
  void ended.then(() => background.delete(ended));
}
