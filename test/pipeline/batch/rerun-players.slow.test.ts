import { expect, it } from 'vitest';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { prepareBatch } from '#src/pipeline/batch/prepare-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { rerunPlayers } from '#src/pipeline/batch/rerun-players.ts';
import { playerRef, playersOf } from '#src/pipeline/player/player-document.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { aRunner } from '#test/workers/a-runner.ts';
import { LEAGUE_DATE, smallLeagueFile } from '#test/workers/small-league.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { NOW, pipelineStores, temporaryWarehouse } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { anOpenBatch } from './an-open-batch.ts';

const leagueStores = async () => pipelineStores(await temporaryWarehouse(smallLeagueFile));
const asOf = instantFromDate(NOW);

async function aDoneSlate() {
  const deps = await leagueStores();
  const opened = await openSlate(deps, { gameDate: LEAGUE_DATE, auditContext: aTrail() });
  if (opened.type !== 'started') throw new Error(opened.type);
  const runner = aRunner(deps);
  await runner.run(opened.batchId);
  return { deps, runner, batchId: opened.batchId };
}

async function current(deps: BatchDeps, batchId: string) {
  const batch = await readBatch(deps.store, batchId);
  if (batch === undefined) throw new Error(`no batch ${batchId}`);
  return batch;
}

async function predictedPlayer(deps: BatchDeps, batchId: string): Promise<string> {
  const [first] = await deps.store.query(playersOf(batchId), { where: [['status', '==', 'predicted']], limit: 1 });
  if (first === undefined) throw new Error('nobody was predicted');
  return first.id;
}

const generationsOf = async (deps: BatchDeps, player: string) =>
  (await readSlate(deps.warehouse, { gameDate: LEAGUE_DATE, headlineModel: 'catboost_v9' }))
    .filter((row) => row.player_lookup === player)
    .map((row) => row.generation);

it('RT-17: a re-run of a finished batch opens the next generation for that player alone and supersedes his rows', async () => {
  const { deps, runner, batchId } = await aDoneSlate();
  const player = await predictedPlayer(deps, batchId);
  const before = await readSlate(deps.warehouse, { gameDate: LEAGUE_DATE, headlineModel: 'catboost_v9' });

  const decision = await rerunPlayers(deps, {
    batch: await current(deps, batchId),
    playerLookups: [player],
    asOf,
    auditContext: aTrail(),
  });
  expect(decision).toEqual({ type: 'next-generation', generation: 2 });
  await runner.run(batchId);

  const after = await readSlate(deps.warehouse, { gameDate: LEAGUE_DATE, headlineModel: 'catboost_v9' });
  expect(after).toHaveLength(before.length);
  expect(new Set(await generationsOf(deps, player))).toEqual(new Set([2]));
  expect(after.filter((row) => row.generation === 2).every((row) => row.player_lookup === player)).toBe(true);
  expect(await current(deps, batchId)).toMatchObject({ state: 'done', result: 'complete', row_count: before.length });
});

it('a repeated request starts one batch and opens one generation, also after its batch has finished', async () => {
  const deps = await leagueStores();
  const runner = aRunner(deps);
  const start = { gameDate: LEAGUE_DATE, auditContext: aTrail() };
  const first = await openSlate(deps, start);
  if (first.type !== 'started') throw new Error(first.type);
  const { batchId } = first;
  await runner.run(batchId);
  expect(await openSlate(deps, start)).toEqual({ type: 'already-open', batchId });

  const playerLookups = [await predictedPlayer(deps, batchId)];
  const auditContext = aTrail();
  const rerun = async () =>
    rerunPlayers(deps, { batch: await current(deps, batchId), playerLookups, asOf, auditContext });
  expect(await rerun()).toEqual({ type: 'next-generation', generation: 2 });
  expect(await rerun()).toEqual({ type: 'repeated' });
  await runner.run(batchId);
  expect(await rerun()).toEqual({ type: 'repeated' });
  expect(await current(deps, batchId)).toMatchObject({ state: 'done', generation: 2 });
});

it('a re-run in an open batch requests the player with a higher attempt and a fresh snapshot', async () => {
  const deps = await leagueStores();
  const opened = await openSlate(deps, { gameDate: LEAGUE_DATE, auditContext: aTrail() });
  const preparing = opened.type === 'started' ? await current(deps, opened.batchId) : undefined;
  if (preparing?.state !== 'preparing') throw new Error('the batch is not being prepared');
  await prepareBatch(deps, preparing);
  const open = await current(deps, preparing.batch_id);
  const [asked] = await deps.store.query(playersOf(open.batch_id), { limit: 1 });

  const decision = await rerunPlayers(deps, {
    batch: open,
    playerLookups: [asked?.id ?? '', 'nobody'],
    asOf,
    auditContext: aTrail(),
  });

  expect(decision).toEqual({ type: 'requested', players: 1 });
  const again = await deps.store.get(playerRef(open.batch_id, asked?.id ?? ''));
  expect(again?.data).toMatchObject({ status: 'requested', attempt: 2, generation: 1 });
  expect(again?.data.input).toContain('points_avg_last_5');
});

it.each(['preparing', 'consolidating'] as const)('a re-run is refused while the batch is %s', async (state) => {
  const deps = await pipelineStores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a')]);
  const sealed = { sealed_at: asOf, sequence: 1, load_job: 0, merge_job: 0 };

  const decision = await rerunPlayers(deps, {
    batch: { ...batch, ...sealed, state },
    playerLookups: ['a'],
    asOf,
    auditContext: aTrail(),
  });

  expect(decision).toEqual({ type: 'refused', because: state });
  expect((await deps.store.get(playerRef(batch.batch_id, 'a')))?.data.attempt).toBe(1);
});

it('RT-32: a re-run of a finished batch is refused while another batch of the date is open', async () => {
  const { deps, batchId } = await aDoneSlate();
  const player = await predictedPlayer(deps, batchId);
  const other = await openSlate(deps, { gameDate: LEAGUE_DATE, auditContext: aTrail() });
  expect(other.type).toBe('started');

  const decision = await rerunPlayers(deps, {
    batch: await current(deps, batchId),
    playerLookups: [player],
    asOf,
    auditContext: aTrail(),
  });

  expect(decision).toEqual({ type: 'refused', because: 'another-batch-open' });
  expect((await current(deps, batchId)).state).toBe('done');
});

it('a player who is requested again counts once, with a higher attempt', async () => {
  const { deps, runner, batchId } = await aDoneSlate();
  const player = await predictedPlayer(deps, batchId);
  for (let round = 0; round < 2; round += 1) {
    await rerunPlayers(deps, {
      batch: await current(deps, batchId),
      playerLookups: [player],
      asOf,
      auditContext: aTrail(),
    });
    await runner.run(batchId);
  }

  expect((await deps.store.get(playerRef(batchId, player)))?.data).toMatchObject({ attempt: 3, generation: 3 });
  expect(await deps.store.count(playersOf(batchId), [])).toBe((await current(deps, batchId)).expected_players);
});
