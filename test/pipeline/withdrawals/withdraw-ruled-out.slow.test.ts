import { expect, it } from 'vitest';
import * as z from 'zod';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { predictPlayer } from '#src/pipeline/player/predict-player.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { verifyPredictions } from '#src/pipeline/results/verify-predictions.ts';
import { injuries } from '#src/pipeline/tables/injuries.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { withdrawRuledOut } from '#src/pipeline/withdrawals/withdraw-ruled-out.ts';
import { WITHDRAWALS } from '#src/pipeline/withdrawals/withdrawal.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { anOpenBatch, GAME_DATE } from '../batch/an-open-batch.ts';
import { NOW, pipelineStores } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';

const emptied = warehouseOfFile();
const SLATE = { gameDate: GAME_DATE, headlineModel: 'catboost_v9' };
const GAME_ID = '0022500733';
const TIPOFF = '2026-02-06T00:30:00Z';
const AFTER_TIPOFF = new Date('2026-02-06T00:31:00Z');
const MODELS = RULE_MODELS.length;
const AnyRow = z.record(z.string(), z.unknown());

let loads = 0;

/** Tonight's game of CHA, whose players ann and bea have published predictions. It is 18:00 in New York. */
async function aPublishedSlate(): Promise<BatchDeps> {
  const deps = await pipelineStores(await emptied());
  const game = { season: '2025-26', season_type: 'regular', game_date: GAME_DATE, game_id: GAME_ID };
  await load(deps, schedule, [{ ...game, home_team: 'CHA', away_team: 'HOU', tipoff_utc: TIPOFF }]);
  await publish(deps, ['ann', 'bea']);
  return deps;
}

async function publish(deps: BatchDeps, players: readonly string[]): Promise<void> {
  const batch = await anOpenBatch(
    deps.store,
    players.map((player) => aPlayer(player)),
  );
  for (const playerLookup of players) {
    const found = await deps.store.get(playerRef(batch.batch_id, playerLookup));
    if (found === undefined) throw new Error(`${playerLookup} is not in the batch`);
    const request = { batchId: batch.batch_id, mode: 'RETRY', player: found.data, injuryStatus: undefined } as const;
    const { outcome } = predictPlayer(request, RULE_MODELS);
    await recordOutcome(deps.store, { batchId: batch.batch_id, playerLookup, attempt: 1, outcome });
  }
  await sealBatch(deps, batch);
  await advanceBatch(deps, batch.batch_id);
}

async function load({ warehouse }: BatchDeps, table: typeof schedule, rows: readonly object[]): Promise<void> {
  loads += 1;
  await warehouse.load(
    table,
    rows.map((row) => JSON.stringify(row)),
    `load-${loads}`,
  );
}

const aReport = (player: string, status: string, changed: object = {}) => ({
  report_at: '2026-02-05T22:30:00Z',
  game_date: GAME_DATE,
  player_name: player.toUpperCase(),
  player_lookup: player,
  team: 'CHA',
  status,
  reason: 'left ankle',
  ...changed,
});

const activePlayers = async ({ warehouse }: BatchDeps) => [
  ...new Set((await readSlate(warehouse, SLATE)).map(({ player_lookup }) => player_lookup)),
];

/** The posts of the channel by key, each with how often it changed. */
async function posts({ store }: BatchDeps) {
  const found = await store.query({ collection: POSTS }, {});
  return found.map(({ id, data }) => ({
    id,
    under: data.under,
    version: data.wanted_version,
    ...AnyRow.parse(JSON.parse(data.wanted)),
  }));
}

const ofType = async (deps: BatchDeps, type: string) =>
  (await posts(deps)).filter((post) => AnyRow.parse(post)['type'] === type);

it('a player who is ruled out before the tip-off loses the active predictions, and the channel says so', async () => {
  const deps = await aPublishedSlate();
  await load(deps, injuries, [aReport('ann', 'out')]);

  const { withdrawals } = await withdrawRuledOut(deps);

  expect(withdrawals).toMatchObject([{ state: 'done', players: [{ player_lookup: 'ann', rows: MODELS }] }]);
  expect(await activePlayers(deps)).toEqual(['bea']);
  const rows = await deps.warehouse.query(
    { sql: 'SELECT DISTINCT is_active, invalidation_reason FROM nba_predictions.player_prop_predictions' },
    AnyRow,
  );
  expect(rows).toEqual(
    expect.arrayContaining([
      { is_active: true, invalidation_reason: null },
      { is_active: false, invalidation_reason: 'player_out' },
    ]),
  );
  expect(await ofType(deps, 'slate')).toMatchObject([
    { rows: MODELS, withdrawn: [{ player_name: 'ANN', team: 'CHA', reason: 'player_out' }] },
  ]);
  expect(await ofType(deps, 'withdrawal')).toMatchObject([
    {
      under: `slate-${GAME_DATE}`,
      players: [{ player_name: 'ANN', status: 'out', reason: 'left ankle', rows: MODELS }],
    },
  ]);
});

it('a repeated import changes nothing and announces nothing', async () => {
  const deps = await aPublishedSlate();
  await load(deps, injuries, [aReport('ann', 'out')]);
  await withdrawRuledOut(deps);
  const before = await posts(deps);

  await load(deps, injuries, [aReport('ann', 'out'), aReport('ann', 'out', { report_at: '2026-02-05T22:45:00Z' })]);

  expect(await withdrawRuledOut(deps)).toEqual({ withdrawals: [], back: [] });
  expect(await posts(deps)).toEqual(before);
});

it.each(['doubtful', 'questionable', 'probable', 'available'])(
  'a player who is %s keeps the predictions',
  async (status) => {
    const deps = await aPublishedSlate();
    await load(deps, injuries, [aReport('ann', status)]);
    expect(await withdrawRuledOut(deps)).toEqual({ withdrawals: [], back: [] });
    expect(await activePlayers(deps)).toEqual(['ann', 'bea']);
  },
);

it('after the tip-off by the wall clock nothing is withdrawn', async () => {
  const deps = { ...(await aPublishedSlate()), now: () => AFTER_TIPOFF };
  await load(deps, injuries, [aReport('ann', 'out')]);
  expect(await withdrawRuledOut(deps)).toEqual({ withdrawals: [], back: [] });
  expect(await activePlayers(deps)).toEqual(['ann', 'bea']);
});

it('a process that is killed at any step withdraws once when it is repeated', async () => {
  const steps = ['create', 'execute', 'query', 'transaction'] as const;
  for (const step of steps) {
    const deps = await aPublishedSlate();
    await load(deps, injuries, [aReport('ann', 'out')]);
    await expect(withdrawRuledOut(killedAfter(deps, step))).rejects.toThrow('killed');
    await withdrawRuledOut(deps);
    expect(await withdrawRuledOut(deps)).toEqual({ withdrawals: [], back: [] });
    expect(await activePlayers(deps)).toEqual(['bea']);
    expect(await ofType(deps, 'slate')).toMatchObject([{ rows: MODELS, withdrawn: [{ player_name: 'ANN' }] }]);
    expect(await ofType(deps, 'withdrawal')).toMatchObject([{ version: 1, players: [{ rows: MODELS }] }]);
  }
});

/** The stores of a process that dies directly after a step of the withdrawal. */
function killedAfter(deps: BatchDeps, step: 'create' | 'execute' | 'query' | 'transaction'): BatchDeps {
  let executed = false;
  const killed = () => Promise.reject(new Error('killed'));
  const store: BatchDeps['store'] = {
    ...deps.store,
    create: async (...given) => {
      const created = await deps.store.create(...given);
      return step === 'create' ? await killed() : created;
    },
    transaction: async (work) => {
      const done = await deps.store.transaction(work);
      return step === 'transaction' ? await killed() : done;
    },
  };
  const warehouse: BatchDeps['warehouse'] = {
    ...deps.warehouse,
    execute: async (...given) => {
      await deps.warehouse.execute(...given);
      executed = true;
      if (step === 'execute') await killed();
    },
    query: async (...given) => {
      if (step === 'query' && executed) await killed();
      return await deps.warehouse.query(...given);
    },
  };
  return { ...deps, store, warehouse };
}

it('a withdrawal that was interrupted before the tip-off changes nothing after it', async () => {
  const deps = await aPublishedSlate();
  await load(deps, injuries, [aReport('ann', 'out')]);
  await expect(withdrawRuledOut(killedAfter(deps, 'create'))).rejects.toThrow('killed');

  expect(await withdrawRuledOut({ ...deps, now: () => AFTER_TIPOFF })).toEqual({ withdrawals: [], back: [] });

  expect(await activePlayers(deps)).toEqual(['ann', 'bea']);
  expect(await ofType(deps, 'withdrawal')).toEqual([]);
  const stored = await deps.store.query({ collection: WITHDRAWALS }, {});
  expect(stored.map(({ data }) => data.state)).toEqual(['lapsed']);
});

it.each([
  ['is available again', aReport('ann', 'available', { report_at: '2026-02-05T22:50:00Z' }), 'available'],
  ['is absent from a newer complete report', aReport('cleo', 'out', { report_at: '2026-02-05T22:50:00Z' }), null],
])('a re-run is offered once when a withdrawn player %s', async (_, report, status) => {
  const deps = await aPublishedSlate();
  await load(deps, injuries, [aReport('ann', 'out')]);
  await withdrawRuledOut(deps);
  await load(deps, injuries, [aReport('ann', 'out'), report]);

  expect((await withdrawRuledOut(deps)).back).toMatchObject([{ player: { player_lookup: 'ann' }, status }]);

  expect(await withdrawRuledOut(deps)).toEqual({ withdrawals: [], back: [] });
  expect(await activePlayers(deps)).toEqual(['bea']);
  expect(await ofType(deps, 'player-back')).toMatchObject([
    { under: `slate-${GAME_DATE}`, player_name: 'ANN', status, version: 1 },
  ]);
});

it('a player with new predictions can be ruled out again', async () => {
  const deps = await aPublishedSlate();
  await load(deps, injuries, [aReport('ann', 'out')]);
  await withdrawRuledOut(deps);
  await load(deps, injuries, []);
  await publish(deps, ['ann', 'bea']);
  expect(await activePlayers(deps)).toEqual(['ann', 'bea']);
  expect(await ofType(deps, 'slate')).toMatchObject([{ withdrawn: [] }]);

  await load(deps, injuries, [aReport('ann', 'out')]);
  expect((await withdrawRuledOut(deps)).withdrawals).toHaveLength(1);

  expect(await activePlayers(deps)).toEqual(['bea']);
  expect(await ofType(deps, 'withdrawal')).toHaveLength(2);
});

it('the check of the stored predictions knows withdrawn rows', async () => {
  const deps = await aPublishedSlate();
  const announced = {
    batch_id: (await readSlate(deps.warehouse, SLATE))[0]?.batch_id ?? '',
    row_count: 2 * MODELS,
  };
  await load(deps, injuries, [aReport('ann', 'out')]);
  await withdrawRuledOut(deps);
  const checked = await verifyPredictions({ ...deps, models: () => [] }, GAME_DATE, announced);
  expect(checked).toMatchObject({
    verdict: 'agrees',
    active_rows_of_batch: MODELS,
    withdrawn_rows_of_batch: MODELS,
  });
});

it('nothing happens before the first batch', async () => {
  const deps = await pipelineStores(await emptied());
  expect(await withdrawRuledOut({ ...deps, now: () => NOW })).toEqual({ withdrawals: [], back: [] });
});
