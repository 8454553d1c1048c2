import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { listBatchReports } from '#src/pipeline/batch/batch-report.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from '../operations/run-named.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';
import { copyOf, leagueFolder, meansOfPlayers, readEnd, removeFolder, runChild } from './killed-slate.ts';

/** Moments of the kill. Set KILL_TRIALS to try more. */
const TRIALS = Number(process.env['KILL_TRIALS'] ?? 3);
/** The requests go out over this time, so that some players are done when the process dies. */
const SPREAD_MS = 2_000;
/** A second kill, while the sealed batch is published. */
const KILL_AFTER_MS = 40;

let league: string;
let deadlyMeans: readonly string[];

beforeAll(async () => {
  league = await leagueFolder();
  const folder = await copyOf(league);
  await runChild(folder);
  deadlyMeans = await meansOfPlayers(folder);
  await removeFolder(folder);
});

afterAll(() => removeFolder(league));

it.each(Array.from({ length: TRIALS }, (_, index) => index))(
  'a force-complete approved after a kill -9 publishes what the card showed: trial %i',
  async (trial) => {
    const folder = await copyOf(league);
    const deadlyPoints = deadlyMeans[Math.floor((0.4 + (0.6 * trial) / TRIALS) * deadlyMeans.length)] ?? '';
    expect((await runChild(folder, { deadlyPoints, spreadMs: SPREAD_MS })).end).toBe('killed');

    const approved = await approveForceComplete(folder);
    await runChild(folder, { killAfterMs: trial * KILL_AFTER_MS });
    await runChild(folder);

    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder }, { log: silentLog });
    const card = await cardOf(app.store);
    await close();
    const { batches, duplicates } = await readEnd(folder);
    const { expected } = approved;
    expect(approved.done).toBeGreaterThan(0);
    expect(approved).toEqual({ state: 'approved', done: approved.done, expected, missing: expected - approved.done });
    expect(batches).toMatchObject([{ state: 'done', result: 'partial', missing: approved.missing, late: 0 }]);
    expect(card).toEqual({ ...approved, outcome: `${approved.done} of ${expected} players, partial` });
    expect(duplicates).toBe(0);
    await removeFolder(folder);
  },
);

/** Requests and approves the force-complete of the open batch. Resolves to what the card shows then. */
async function approveForceComplete(folder: string) {
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder }, { log: silentLog });
  const [batch] = await listBatchReports(app.store, 1);
  const call = { actor: ANN, request: randomUUID() };
  await runNamed(app, { ...call, name: 'batch force-complete', given: { id: batch?.batch_id } });
  const approval_id = (await cardIn(app.store)).approval_id;
  const decided = await runNamed(app, { ...call, name: 'approval approve', given: { approval_id } });
  expect(decided.code).toBe('ok');
  const { outcome: _none, ...card } = await cardOf(app.store);
  await close();
  return card;
}

async function cardOf(store: DocumentStore) {
  const { state, done, expected, missing_total: missing, outcome } = await cardIn(store);
  return { state, done, expected, missing, outcome };
}

async function cardIn(store: DocumentStore) {
  const posts = await store.query({ collection: POSTS }, {});
  const shown = posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
  const card = shown.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error('there is no card');
  return card;
}
