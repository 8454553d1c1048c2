import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '#local-slack/src/clock.ts';
import { ALL_COLLECTIONS } from '#src/collections.ts';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { jobClock } from '#src/jobs/job-clock.ts';
import { overrideSchedule } from '#src/jobs/override-schedule.ts';
import { SCHEDULE } from '#src/jobs/schedule.ts';
import { batchLeaseName } from '#src/pipeline/batch/batch-runner.ts';
import { PredictionRequest } from '#src/pipeline/player/prediction-request.ts';
import { folderInbox } from '#src/platform/embedded/folder-inbox.ts';
import { inProcessQueue } from '#src/platform/embedded/in-process-queue.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import type { OutgoingMessage, Queue } from '#src/platform/queue.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { aBot, aFolder } from '../bot/slack/a-bot.ts';
import { aWorkspace } from '../bot/slack/a-workspace.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';
import { migratedFile } from '../pipeline/warehouse-file.ts';
import { channelStory } from './channel-story.ts';
import type { CsvFile } from './sample-files.ts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const LEASE_MS = 15_000;
/** Two runs a day instead of eight, so that the week is short. The clock of the test looks for due jobs a few times a day. */
const FEWER_RUNS = {
  'build-features': 'off',
  'predict-morning': 'off',
  'predict-retry': 'off',
  'predict-final': 'off',
  'grade-last-night': ['0 7 * * *'],
  'check-jobs': 'off',
};

/** The bot with its real jobs, stores and channel, on a clock that the test sets. */
export async function aWeek(start: string) {
  const clock = { ms: Date.parse(start) };
  const now = () => new Date(clock.ms);
  const storeClock = { aheadMs: 0 };
  const dataFolder = await aFolder();
  await migratedFile(dataFolder);
  const inbox = join(dataFolder, 'inbox');
  await mkdir(inbox);
  const { queue, lose } = losingQueue();
  const local = await aWorkspace({ clock: secondsApart(now) });
  const jobs = overrideSchedule(SCHEDULE, { path: 'schedule.json', text: JSON.stringify(FEWER_RUNS) });
  const bot = await aBot(local, {
    dataFolder,
    overrides: {
      store: storeAt(() => clock.ms + storeClock.aheadMs),
      now,
      queue,
      jobs,
      readInbox: folderInbox(inbox, () => clock.ms),
      newId: sequence(),
    },
  });
  const timer = jobClock(bot.app, jobs);
  const sender = outboxSender({ ...bot.app, announcements: bot.transport.announcements, now: minutesApart(now) });
  const ann = await local.person('ann');
  const story = channelStory(ann);
  // A new job clock runs nothing that was due before its first tick.
  await timer.tick();
  const send = () =>
    eventually(async () => {
      await sender.tick();
      if ((await pendingPosts(bot.app.store)).length > 0) throw new Error('posts are pending');
    });
  const tell = async () => {
    await send();
    await story.tell(heading(now()));
  };
  return {
    app: bot.app,
    ann,
    story,
    send,
    /** Loses every request for these players until the next call. */
    lose,
    put: async (files: readonly CsvFile[]) => {
      for (const { name, text } of files) await writeFile(join(inbox, name), text);
    },
    /** Sets the clock, lets the due jobs run to their end with the batches that they start, and tells what the channel shows. */
    at: async (moment: string) => {
      clock.ms = Date.parse(moment);
      await timer.tick();
      await bot.idle();
      await tell();
    },
    /** The same without waiting for the batches. */
    begin: async (moment: string) => {
      clock.ms = Date.parse(moment);
      await timer.tick();
    },
    /** Lets time pass while the process keeps the lease of a batch that it runs. */
    pass: async (minutes: number, batchId: string) => {
      storeClock.aheadMs = minutes * MINUTE_MS;
      const { store, instanceId: holder } = bot.app;
      const lease = { name: batchLeaseName(batchId), holder, leaseMs: LEASE_MS, otherHolders: 'dead' } as const;
      expect(await acquireLease(store, lease)).toMatchObject({ type: 'acquired' });
      storeClock.aheadMs = 0;
      clock.ms += minutes * MINUTE_MS;
    },
    idle: bot.idle,
    tell,
  };
}

function storeAt(nowMs: () => number) {
  let micros = 0;
  const nowMicros = () => {
    micros = Math.max(micros + 1, nowMs() * 1_000);
    return micros;
  };
  return sqliteDocumentStore({ path: ':memory:', collections: ALL_COLLECTIONS, nowMicros });
}

/** Slack allows one message a second, so its clock advances by a second at every reading. */
function secondsApart(now: () => Date) {
  let ms = 0;
  const later = () => {
    ms = Math.max(ms + SECOND_MS, now().getTime());
    return ms;
  };
  return { now: later, after: systemClock().after };
}

/** The sender edits a message once a second, so its clock advances by a minute at every reading. */
function minutesApart(now: () => Date) {
  let ms = 0;
  return () => {
    ms = Math.max(ms + MINUTE_MS, now().getTime());
    return new Date(ms);
  };
}

/** A queue that loses the requests for some players, as workers do that die with them. */
function losingQueue() {
  const queue = inProcessQueue({ log: silentLog });
  let lost: ReadonlySet<string> = new Set();
  const isKept = ({ body }: OutgoingMessage) => !lost.has(PredictionRequest.parse(JSON.parse(body)).player_lookup);
  const publish: Queue['publish'] = (messages) => queue.publish(messages.filter(isKept));
  const lose = (players: readonly string[]) => {
    lost = new Set(players);
  };
  return { queue: { ...queue, publish }, lose };
}

function sequence(): () => string {
  let last = 0;
  return () => {
    last += 1;
    return `id-${last}`;
  };
}

function heading(moment: Date): string {
  const day = { weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return `== ${moment.toLocaleString('en-US', { ...day, timeZone: 'America/New_York' })} ==`;
}
