import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '#src/app.ts';
import { jobClock } from '#src/jobs/job-clock.ts';
import type { ProcessPart } from '#src/platform/process-part.ts';
import { batchWatch } from '#src/workers/batch-watch.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { startWatches } from '#src/workers/watches.ts';
import { countedPorts } from './counted-ports.ts';
import type { Bench, Measure } from './measure.ts';

const OBSERVED_MS = 60_000;
const HOUR_MS = 3_600_000;
const PARTS: readonly ProcessPart[] = ['bot', 'jobs', 'worker'];

/** The documents that each part of Tipoff reads while nothing happens, counted for a minute. */
export const bench: Bench = {
  name: 'idle reads',
  run: () => Promise.all(PARTS.map(countIdle)),
};

async function countIdle(part: ProcessPart): Promise<Measure> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
  const uncounted = createApp({ platform: 'embedded', dataFolder });
  const { ports, counts } = countedPorts(uncounted.app);
  const { app, predictions, deadLetters, idle, close } = createApp({ platform: 'embedded', dataFolder }, ports);
  const announcements = { channelOf: () => 'C1', show: () => Promise.reject(new Error('there is nothing to show')) };
  const sender = part === 'bot' ? outboxSender({ ...app, announcements }) : undefined;
  const clock = part === 'jobs' ? jobClock(app, app.jobs) : undefined;
  const watches = startWatches(app, [part], { batches: batchWatch(app), predictions, deadLetters });
  sender?.start();
  clock?.start();
  await pause(OBSERVED_MS);
  const value = Math.round((counts.reads * HOUR_MS) / OBSERVED_MS);
  await Promise.all([watches.stop(), sender?.stop(), clock?.stop()]);
  await idle();
  await close();
  await rm(dataFolder, { recursive: true });
  return { name: `the part ${part} reads in an idle hour`, value, unit: 'documents' };
}
