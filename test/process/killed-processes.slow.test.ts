import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAudit } from '#src/coordination/audit/read-audit.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import type { App } from '#src/operations/app.ts';
import { completedOf, listBatchReports } from '#src/pipeline/batch/batch-report.ts';
import { type RandomSource, randomInteger, seededRandom } from '#src/pipeline/sample/random.ts';
import { type Running, startNode } from '../bot/tipoff.ts';
import { embeddedRows, type SharedCloud, startSharedCloud } from '../emulators/shared-cloud.ts';
import { leagueOfPlayers } from '../pipeline/sample/league-of-players.ts';

const GAME_DATE = '2026-02-05';
const PLAYERS = 450;
const LEAGUE = leagueOfPlayers(PLAYERS, { seed: 'killed', today: GAME_DATE });
const START = ['batch', 'start', '--date', GAME_DATE, '--mode', 'BACKFILL'];
/** Each round kills one process of each role. */
const ROUNDS = 20;
/** Slow enough that each kill hits a worker with many requests. */
const READ_EVERY_MS = 50;
/** Seldom enough that the test itself does not load the emulator. */
const LOOK_EVERY_MS = 200;
const CONSOLIDATION = /-g\d+-(?:load|merge)-\d+$/;
const SLOW_WORKER = fileURLToPath(new URL('../emulators/slow-worker.ts', import.meta.url));

let cloud: SharedCloud | undefined;
/** Every process that the test has started. */
const started: Running[] = [];

beforeAll(async () => {
  cloud = await startSharedCloud();
});

afterAll(async () => {
  for (const each of started) each.kill('SIGKILL');
  await Promise.all(started.map(({ ended }) => ended));
  await cloud?.stop();
});

test('a batch during which twenty jobs processes and twenty workers are killed is complete, consolidated once and announced once', async ({
  skip,
}) => {
  if (cloud === undefined) return skip();
  const { bigquery, command, withApp } = cloud;
  const seed = process.env['KILL_SEED'] ?? String(Date.now());
  process.stdout.write(`the seed of the kills is ${seed}; KILL_SEED=${seed} repeats their order\n`);
  const random = seededRandom(seed);
  await cloud.importLeague(LEAGUE);
  const jobs = fleet(cloud, 2, startJobs);
  const workers = fleet(cloud, 4, startWorker);
  await Promise.all([jobs.ready(), workers.ready()]);
  expect(await command(START)).toMatchObject({ code: 0 });

  const letGo = bigquery.jobs.hold(CONSOLIDATION);
  await withApp(async (app) => {
    for (const outcomes of killMoments(random)) {
      while ((await outcomesOf(app)) < outcomes) await pause(LOOK_EVERY_MS);
      await Promise.all([jobs.replaceOne(random), workers.replaceOne(random)]);
    }
    while (consolidations(cloud).length === 0) await pause(LOOK_EVERY_MS);
    await jobs.replaceAll();
    letGo();
    const batch = await endedBatch(app);
    expect(batch).toMatchObject({ state: 'done', result: 'complete', generation: 1, failed: {}, missing: 0, late: 0 });
    expect(batch.expected).toBeGreaterThanOrEqual(PLAYERS);
    expect(consolidations(cloud)).toEqual([
      expect.stringMatching(/-g1-load-1$/),
      expect.stringMatching(/-g1-merge-1$/),
    ]);
    const subject = { kind: 'batch', id: batch.batch_id } as const;
    const actions = (await readAudit(app.store, { subject, limit: 100 })).map(({ action }) => action);
    expect(actions).toEqual(['batch.finished', 'batch.sealed', 'batch.opened', 'batch.started']);
    const posts = await app.store.query({ collection: POSTS }, {});
    expect(posts.map(({ id }) => id)).toEqual([`slate-${GAME_DATE}`]);
  });
  expect(await cloud.rows(GAME_DATE)).toEqual(await embeddedRows(cloud, LEAGUE, [...START, '--wait']));
});

/** The numbers of outcomes at which processes are killed. At the first one, the batch is still being prepared. */
function killMoments(random: RandomSource): readonly number[] {
  const others = Array.from({ length: ROUNDS - 1 }, () => randomInteger(random, [1, PLAYERS - 1]));
  return [0, ...others.toSorted((a, b) => a - b)];
}

/** The number of players of the newest batch that have an outcome. */
async function outcomesOf({ store }: App): Promise<number> {
  const [batch] = await listBatchReports(store, 1);
  return batch === undefined ? 0 : completedOf(batch);
}

async function endedBatch({ store }: App) {
  for (;;) {
    const [batch] = await listBatchReports(store, 1);
    if (batch?.state === 'done' || batch?.state === 'failed') return batch;
    await pause(LOOK_EVERY_MS);
  }
}

/** The ids of the warehouse jobs that consolidate a batch. */
function consolidations(given: SharedCloud | undefined): readonly string[] {
  const ids = (given?.bigquery.jobs.requests ?? []).map(({ jobReference }) => jobReference.jobId);
  return ids.filter((id) => CONSOLIDATION.test(id));
}

type Start = (cloud: SharedCloud) => Promise<Running>;

/** Processes of one role. A killed process is replaced at once, and may be killed while it starts. */
function fleet(given: SharedCloud, size: number, start: Start) {
  const processes = Array.from({ length: size }, () => start(given));
  const replace = async (index: number) => {
    (await processes[index])?.kill('SIGKILL');
    processes[index] = start(given);
  };
  return {
    ready: async () => {
      for (const each of await Promise.all(processes)) await each.said('"serving"');
    },
    replaceOne: (random: RandomSource) => replace(randomInteger(random, [0, size - 1])),
    replaceAll: async () => {
      await Promise.all(processes.map((_, index) => replace(index)));
    },
  };
}

async function startJobs({ start }: SharedCloud): Promise<Running> {
  return kept(await start('jobs'));
}

async function startWorker({ newFolder, env }: SharedCloud): Promise<Running> {
  return kept(startNode([SLOW_WORKER, String(READ_EVERY_MS)], { ...env, TIPOFF_DATA: await newFolder('worker') }));
}

function kept(running: Running): Running {
  started.push(running);
  return running;
}
