import type { BatchRunner } from '../pipeline/batch/batch-runner.ts';
import type { Log } from '../platform/log.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'batch-watch';
const EVERY_MS = 2_000;
/** After a run that failed, this process runs the batch again only after this time. */
const AGAIN_AFTER_MS = 60_000;

export interface BatchWatchDeps {
  readonly runner: Pick<BatchRunner, 'run' | 'unfinished'>;
  readonly continueInBackground: (work: Promise<unknown>) => void;
  readonly now: () => Date;
  readonly log: Log;
}

export interface BatchWatch extends Poller {
  /** Runs one poll, which starts to run the unfinished batches that this process does not run. */
  tick(): Promise<void>;
}

/**
 * Creates the watch that runs the batches that other processes have opened or left. If several processes
 * run this watch, the one with the lease of a batch runs the batch. The others wait for the lease, so that one of them
 * continues at once.
 */
export function batchWatch({ runner, continueInBackground, now, log }: BatchWatchDeps): BatchWatch {
  /** When this process may run a batch again, by batch. A batch that it runs has no such time. */
  const runs = new Map<string, number | undefined>();

  async function run(batchId: string): Promise<void> {
    runs.set(batchId, undefined);
    try {
      await runner.run(batchId);
      runs.delete(batchId);
    } catch (error) {
      runs.set(batchId, now().getTime() + AGAIN_AFTER_MS);
      throw error;
    }
  }

  function mayRun(batchId: string): boolean {
    if (!runs.has(batchId)) return true;
    const again = runs.get(batchId);
    return again !== undefined && now().getTime() >= again;
  }

  const tick = async () => {
    for (const batchId of await runner.unfinished()) if (mayRun(batchId)) continueInBackground(run(batchId));
  };
  return { tick, ...poller({ name: NAME, everyMs: EVERY_MS, poll: tick, log }) };
}
