import { expect, it } from 'vitest';
import * as z from 'zod';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { advanceBatch, retryConsolidation } from '#src/pipeline/batch/advance-batch.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { consolidateBatch, mergePredictionsStatement } from '#src/pipeline/batch/consolidate-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import type { ConsolidatingBatch } from '#src/pipeline/documents/batch-document.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { predictPlayer } from '#src/pipeline/player/predict-player.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { predictionsStaging } from '#src/pipeline/tables/predictions-staging.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { NOW, pipelineStores } from '../pipeline-stores.ts';
import { aPlayer, GOOD_INPUT } from '../player/a-player.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';
import { anOpenBatch, GAME_DATE } from './an-open-batch.ts';

const emptied = warehouseOfFile();
const stores = async () => pipelineStores(await emptied());

const without = (...ids: string[]) => RULE_MODELS.filter((model) => !ids.includes(model.systemId));

async function predict(
  deps: BatchDeps,
  batchId: string,
  { players, models = RULE_MODELS }: { players: string[]; models?: typeof RULE_MODELS },
) {
  for (const playerLookup of players) {
    const found = await deps.store.get(playerRef(batchId, playerLookup));
    if (found === undefined) throw new Error(`${playerLookup} is not in ${batchId}`);
    const { outcome } = predictPlayer({ batchId, mode: 'RETRY', player: found.data, injuryStatus: undefined }, models);
    await recordOutcome(deps.store, { batchId, playerLookup, attempt: found.data.attempt, outcome });
  }
}

async function skip(deps: BatchDeps, batchId: string, playerLookup: string) {
  const outcome = { status: 'skipped', reason: 'player_injury_out' } as const;
  await recordOutcome(deps.store, { batchId, playerLookup, attempt: 1, outcome });
}

async function fail(deps: BatchDeps, batchId: string, playerLookup: string) {
  const outcome = { status: 'failed', reason: 'attempts_exhausted' } as const;
  await recordOutcome(deps.store, { batchId, playerLookup, attempt: 1, outcome });
}

async function consolidating(deps: BatchDeps, batchId: string): Promise<ConsolidatingBatch> {
  const batch = await readBatch(deps.store, batchId);
  if (batch?.state !== 'consolidating') throw new Error(`${batchId} is ${batch?.state}`);
  return batch;
}

/** Opens a batch of these players, calls `play`, and advances the batch to its end. */
async function runBatch(deps: BatchDeps, players: string[], play: (batchId: string) => Promise<void>): Promise<string> {
  const batch = await anOpenBatch(
    deps.store,
    players.map((player) => aPlayer(player)),
  );
  await play(batch.batch_id);
  await sealBatch(deps, batch);
  await advanceBatch(deps, batch.batch_id);
  return batch.batch_id;
}

const active = async ({ warehouse }: BatchDeps) =>
  (await readSlate(warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' })).map(
    (row) => `${row.player_lookup} ${row.system_id} ${row.batch_id}`,
  );

const announcements = async ({ store }: BatchDeps) =>
  (await store.query({ collection: POSTS }, {})).map(({ data }) => ({
    version: data.wanted_version,
    ...JSON.parse(data.wanted),
  }));

it('writes one row per player and model to the table, and announces what the table holds (RT-52)', async () => {
  const deps = await stores();

  const batchId = await runBatch(deps, ['a', 'b'], (id) => predict(deps, id, { players: ['a', 'b'] }));

  expect(await active(deps)).toHaveLength(6);
  expect(await readBatch(deps.store, batchId)).toMatchObject({
    state: 'done',
    result: 'complete',
    predicted: 2,
    row_count: 6,
    model_count: 3,
    game_count: 1,
  });
  expect(await announcements(deps)).toMatchObject([{ type: 'slate', headline: 'ready', rows: 6, models: 3, games: 1 }]);
});

it('RT-12, RT-13: concurrent consolidations write one set of rows and one announcement', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  await predict(deps, batch.batch_id, { players: ['a'] });

  await Promise.all(Array.from({ length: 4 }, () => advanceBatch(deps, batch.batch_id)));

  expect(await active(deps)).toHaveLength(3);
  expect(await announcements(deps)).toMatchObject([{ type: 'slate', headline: 'ready' }]);
});

it('RT-13: consolidating again changes nothing and announces nothing', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  await predict(deps, batch.batch_id, { players: ['a'] });
  await sealBatch(deps, batch);
  const sealed = await consolidating(deps, batch.batch_id);
  expect(await consolidateBatch(deps, sealed)).toBe('done');
  const before = await active(deps);
  const announced = await announcements(deps);

  expect(await consolidateBatch(deps, sealed)).toBe('superseded');

  expect(await active(deps)).toEqual(before);
  expect(await announcements(deps)).toEqual(announced);
});

const tonightsGame = {
  season: '2025-26',
  season_type: 'regular',
  game_date: GAME_DATE,
  game_id: '0022500733',
  home_team: 'CHI',
  away_team: 'TOR',
};

async function scheduleTheGame({ warehouse }: BatchDeps, tipoff_utc: string | null) {
  await warehouse.load(schedule, [JSON.stringify({ ...tonightsGame, tipoff_utc })], 'schedule');
}

it.each([
  ['2026-02-05T23:30:00Z', '2026-02-05T23:45:00Z'],
  [null, '2026-02-06T05:00:00Z'],
])('leaves rows from before the tip-off (%s) alone when a batch is merged at %s', async (tipoff, mergedLate) => {
  const deps = await stores();
  await scheduleTheGame(deps, tipoff);
  const early = await runBatch(deps, ['a', 'b'], (id) => predict(deps, id, { players: ['a', 'b'] }));
  const published = await active(deps);
  expect(published).toHaveLength(6);

  const batch = await anOpenBatch(deps.store, [aPlayer('a'), aPlayer('c')]);
  await predict(deps, batch.batch_id, { players: ['c'] });
  await skip(deps, batch.batch_id, 'a');
  await sealBatch(deps, batch);
  const late = { ...deps, now: () => new Date(mergedLate) };
  await consolidateBatch(late, await consolidating(deps, batch.batch_id));

  expect(await active(deps)).toEqual(published);
  expect(published.every((row) => row.endsWith(early))).toBe(true);
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({
    result: 'empty',
    predicted: 0,
    skipped: { player_injury_out: 1, game_begun: 1 },
    row_count: 0,
    closed_games: [{ game_id: '0022500733', home_team: 'CHI', away_team: 'TOR' }],
  });
  const slate = (await announcements(deps)).find(({ type }) => type === 'slate');
  expect(slate).toMatchObject({ headline: 'empty', rows: 0, closed_games: [{ game_id: '0022500733' }] });
});

it('a merge that is repeated after the tip-off changes nothing and claims what was published before it', async () => {
  const deps = await stores();
  await scheduleTheGame(deps, '2026-02-05T23:30:00Z');
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  await predict(deps, batch.batch_id, { players: ['a'] });
  await sealBatch(deps, batch);
  const sealed = await consolidating(deps, batch.batch_id);
  const dying = { ...deps.warehouse, drop: () => Promise.reject(new Error('killed')) };
  await expect(consolidateBatch({ ...deps, warehouse: dying }, sealed)).rejects.toThrow('killed');
  const published = await active(deps);
  expect(published).toHaveLength(3);

  const late = { ...deps, now: () => new Date('2026-02-05T23:45:00Z') };
  await consolidateBatch(late, await consolidating(deps, batch.batch_id));

  expect(await active(deps)).toEqual(published);
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ predicted: 1, row_count: 3, closed_games: [] });
});

it('marks rows that were written after the tip-off as a backfill, and a later backfill replaces them', async () => {
  const deps = await stores();
  await scheduleTheGame(deps, '2026-02-05T20:00:00Z');

  await runBatch(deps, ['a'], (id) => predict(deps, id, { players: ['a'] }));
  const again = await runBatch(deps, ['a'], (id) => predict(deps, id, { players: ['a'] }));

  const rows = await readSlate(deps.warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' });
  expect(rows.map((row) => row.batch_id)).toEqual([again, again, again]);
  const modes = await deps.warehouse.query(
    { sql: 'SELECT DISTINCT prediction_run_mode FROM nba_predictions.player_prop_predictions' },
    z.object({ prediction_run_mode: z.string() }),
  );
  expect(modes).toEqual([{ prediction_run_mode: 'BACKFILL' }]);
});

it('RT-14: a failed merge announces no results, keeps the staged rows, and can be resumed', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  await predict(deps, batch.batch_id, { players: ['a'] });
  await sealBatch(deps, batch);
  const broken = { ...deps.warehouse, execute: () => Promise.reject(new Error('quota exceeded')) };

  await advanceBatch({ ...deps, warehouse: broken }, batch.batch_id);

  const failed = await readBatch(deps.store, batch.batch_id);
  expect(failed).toMatchObject({ state: 'failed', failure: 'quota exceeded', is_complete: false });
  expect(await announcements(deps)).toMatchObject([
    { type: 'batch-alert', problem: 'consolidation_failed' },
    { type: 'slate-progress', state: 'failed' },
  ]);
  expect(await active(deps)).toEqual([]);

  if (failed !== undefined) await retryConsolidation(deps, failed, aTrail());
  await advanceBatch(deps, batch.batch_id);
  expect(await active(deps)).toHaveLength(3);
});

it('an unreachable warehouse is not a failure: the batch keeps its state', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  await predict(deps, batch.batch_id, { players: ['a'] });
  await sealBatch(deps, batch);
  const down = { ...deps.warehouse, load: () => Promise.reject(new Unavailable('the warehouse', undefined)) };

  await expect(advanceBatch({ ...deps, warehouse: down }, batch.batch_id)).rejects.toThrow(Unavailable);

  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ state: 'consolidating', load_job: 1 });
});

it('a lost answer to a merge does not merge twice', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  await predict(deps, batch.batch_id, { players: ['a'] });
  await sealBatch(deps, batch);
  const jobs: string[] = [];
  const forgetful = {
    ...deps.warehouse,
    execute: async (...[statement, jobId]: Parameters<typeof deps.warehouse.execute>) => {
      jobs.push(jobId);
      await deps.warehouse.execute(statement, jobId);
      throw new Unavailable('the warehouse', new Error('socket hang up'));
    },
  };

  await advanceBatch({ ...deps, warehouse: forgetful }, batch.batch_id);

  expect(jobs).toEqual([`${batch.batch_id}-g1-merge-1`]);
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ state: 'done', row_count: 3 });
});

it('RT-15, RT-17: a second batch supersedes the first, with one active row per game, player and model', async () => {
  const deps = await stores();
  await runBatch(deps, ['a', 'b'], (id) => predict(deps, id, { players: ['a', 'b'] }));

  const second = await runBatch(deps, ['a', 'b'], (id) => predict(deps, id, { players: ['a', 'b'] }));

  const systems = ['moving_average', 'similarity_balanced_v1', 'zone_matchup_v1'];
  expect(await active(deps)).toEqual(['a', 'b'].flatMap((p) => systems.map((s) => `${p} ${s} ${second}`)));
});

it('a skipped player’s older rows become inactive, a failed player keeps his, and the rows of an absent model become inactive', async () => {
  const deps = await stores();
  const first = await runBatch(deps, ['a', 'b', 'c'], (id) => predict(deps, id, { players: ['a', 'b', 'c'] }));

  const second = await runBatch(deps, ['a', 'b', 'c'], async (id) => {
    await predict(deps, id, { players: ['a'], models: without('zone_matchup_v1') });
    await skip(deps, id, 'b');
    await fail(deps, id, 'c');
  });

  expect(await active(deps)).toEqual([
    `a moving_average ${second}`,
    `a similarity_balanced_v1 ${second}`,
    `c moving_average ${first}`,
    `c similarity_balanced_v1 ${first}`,
    `c zone_matchup_v1 ${first}`,
  ]);
});

it('a player who is not in the newer batch has no active rows', async () => {
  const deps = await stores();
  await runBatch(deps, ['a', 'b'], (id) => predict(deps, id, { players: ['a', 'b'] }));

  const second = await runBatch(deps, ['a'], (id) =>
    predict(deps, id, { players: ['a'], models: without('zone_matchup_v1') }),
  );

  expect(await active(deps)).toEqual([`a moving_average ${second}`, `a similarity_balanced_v1 ${second}`]);
});

it('RT-16: the active row uses the market line, even when the line is 20', async () => {
  const deps = await stores();
  const input = JSON.stringify({ ...GOOD_INPUT, line: 20 });
  const batch = await anOpenBatch(deps.store, [aPlayer('a', { input })]);
  await predict(deps, batch.batch_id, { players: ['a'] });
  await advanceBatch(deps, batch.batch_id);

  const slate = await readSlate(deps.warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' });
  expect(slate.map((row) => row.current_points_line)).toEqual([20, 20, 20]);
});

it('an outcome after the seal is late: the player keeps it, and it is not merged', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a'), aPlayer('b')]);
  await predict(deps, batch.batch_id, { players: ['a'] });
  await sealBatch(deps, batch);
  await predict(deps, batch.batch_id, { players: ['b'] });
  await advanceBatch(deps, batch.batch_id);

  expect((await active(deps)).every((row) => row.startsWith('a '))).toBe(true);
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ result: 'partial', predicted: 1, missing: 1 });
  expect((await deps.store.get(playerRef(batch.batch_id, 'b')))?.data.status).toBe('predicted');
});

it('a process that is still merging an older generation changes no newer rows', async () => {
  const deps = await stores();
  const old = await anOpenBatch(deps.store, [aPlayer('a')]);
  await predict(deps, old.batch_id, { players: ['a'] });
  await sealBatch(deps, old);
  const zombie = await consolidating(deps, old.batch_id);
  await advanceBatch(deps, old.batch_id);
  const second = await runBatch(deps, ['a'], (id) => predict(deps, id, { players: ['a'] }));
  const before = await active(deps);

  const staging = predictionsStaging(old.batch_id, 1);
  const { rows } = (await deps.store.get(playerRef(old.batch_id, 'a')))?.data ?? {};
  const otherIds = (rows ?? '').replaceAll(/"prediction_id":"./g, '"prediction_id":"z');
  await deps.warehouse.load(staging, [otherIds], 'zombie-load');
  await deps.warehouse.execute(mergePredictionsStatement(zombie, { staging: staging.name, now: NOW }), 'zombie-merge');

  expect(await active(deps)).toEqual(before);
  expect(before.every((row) => row.endsWith(second))).toBe(true);
});

it('RT-42, RT-49: rows from workers of two versions, with fields in another order, are matched by name', async () => {
  const deps = await stores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a'), aPlayer('b')]);
  await predict(deps, batch.batch_id, { players: ['a', 'b'] });
  const found = await deps.store.get(playerRef(batch.batch_id, 'b'));
  const older = (found?.data.rows ?? '').split('\n').map((line) => {
    const { sportsbook: _absent, ...row } = z.record(z.string(), z.unknown()).parse(JSON.parse(line));
    return JSON.stringify(Object.fromEntries(Object.entries(row).reverse()));
  });
  if (found !== undefined)
    await deps.store.update(playerRef(batch.batch_id, 'b'), { rows: older.join('\n') }, found.version);

  await advanceBatch(deps, batch.batch_id);

  const slate = await readSlate(deps.warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' });
  const points = (player: string) =>
    slate.filter((row) => row.player_lookup === player).map((row) => row.predicted_points);
  expect(points('b')).toEqual(points('a'));
});
