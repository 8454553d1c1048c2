import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { sendPost } from '#src/coordination/outbox/send-post.ts';
import { slatePostKey } from '#src/pipeline/batch/announce-batch.ts';
import { type GradingDeps, gradeDate } from '#src/pipeline/grading/grade-date.ts';
import { readStaleDates } from '#src/pipeline/grading/stale-dates.ts';
import { readNightPicks } from '#src/pipeline/ledger/night-picks.ts';
import { recordPicks } from '#src/pipeline/ledger/record-picks.ts';
import type { SlatePick } from '#src/pipeline/pricing/slate-picks.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { fillTable } from '../fill-table.ts';
import { aNight, aPrediction, type NightData, playNight } from '../grading/a-night.ts';
import { memoryStore } from '../pipeline-stores.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';
import { aSlateMessage } from './a-slate-message.ts';
import { aPick, DATE, evening, GAME, OTHER_GAME } from './a-slate-pick.ts';

const emptied = warehouseOfFile();
const MORNING = new Date('2026-02-06T12:00:00Z');
const Anything = z.record(z.string(), z.unknown());
const PICK_COLUMNS = 'SELECT * FROM nba_predictions.published_picks ORDER BY pick_id';
const FINAL: NightData['games'] = [{ id: GAME, score: [25, 10], tipoff: evening('19:00') }];
const POINTS: NightData['points'] = [
  { game: GAME, player: 'ann', side: 'home', points: 25 },
  { game: GAME, player: 'ben', side: 'away', points: 10 },
];
const PICKS = [aPick('ann'), aPick('ben', { line: 10, value: 0.1 }), aPick('sat', { value: 0.05 })];

/** The morning after a night whose slate showed these picks at 5 PM. They are not recorded yet. */
async function aMorning(picks: readonly SlatePick[] = PICKS): Promise<GradingDeps> {
  const { batchId, ...deps } = await aNight(await emptied());
  let now = new Date(evening('17:00'));
  const store = memoryStore(() => now.getTime() * 1000);
  const key = slatePostKey(DATE);
  await store.transaction((transaction) =>
    enqueuePosts(transaction, [{ key, announcement: aSlateMessage(picks), receipt: 'kept' }]),
  );
  await sendPost({ store, announcements: { show: async () => ({ channel: 'C1', ts: '1' }) } }, key);
  now = MORNING;
  await playNight(deps, { games: FINAL, points: POINTS, predictions: predictions(batchId) });
  return { ...deps, store, now: () => MORNING };
}

const predictions = (batchId: string) =>
  ['ann', 'ben', 'sat'].map((player) => aPrediction(batchId, { player_lookup: player }));

const results = async ({ warehouse }: GradingDeps) =>
  (await readNightPicks(warehouse, DATE)).picks.map(({ player_lookup, state, result, void_reason, profit_units }) =>
    [player_lookup, result ?? state, ...(void_reason === null ? [] : [void_reason]), profit_units].join(' '),
  );
const GRADED = ['ann won 1.2', 'ben push 0', 'sat void did_not_play 0'];

describe('grading a date', () => {
  it('records the picks that no job has recorded, and grades them at their prices', async () => {
    const deps = await aMorning();
    const graded = await gradeDate(deps, DATE);
    expect(await results(deps)).toEqual(GRADED);
    expect(graded).toMatchObject({
      night: { picks: { night: { published: 3, won: 1, pushes: 1, voids: 1, units: 1.2 }, record: { won: 1 } } },
    });
  });

  it('changes no column of a pick, and gives the same grades when it is repeated', async () => {
    const deps = await aMorning();
    await recordPicks(deps);
    const before = await deps.warehouse.query({ sql: PICK_COLUMNS }, Anything);
    await gradeDate(deps, DATE);
    await gradeDate(deps, DATE);
    expect(await results(deps)).toEqual(GRADED);
    expect(await deps.warehouse.query({ sql: PICK_COLUMNS }, Anything)).toEqual(before);
  });

  it('leaves the picks of a game open that is not final', async () => {
    const deps = await aMorning([aPick('ann'), aPick('cleo', { game_id: OTHER_GAME, value: 0.01 })]);
    const games = [...FINAL, { id: OTHER_GAME, score: null, tipoff: evening('22:00') }];
    const cleo = aPrediction('b', { player_lookup: 'cleo', game_id: OTHER_GAME });
    await playNight(deps, { games, points: POINTS, predictions: [...predictions('b'), cleo] });
    await gradeDate(deps, DATE);
    expect(await results(deps)).toEqual(['ann won 1.2', 'cleo published ']);
  });

  it('voids the pick of a game that moved to another date after it was recorded', async () => {
    const deps = await aMorning([aPick('ann')]);
    await recordPicks(deps);
    const [game] = FINAL;
    const moved = { season: '2025-26', season_type: 'regular', game_id: GAME, home_team: 'Hg1', away_team: 'Ag1' };
    await fillTable(deps.warehouse, schedule, [{ ...moved, game_date: '2026-02-09', tipoff_utc: game?.tipoff }]);
    await gradeDate(deps, DATE);
    expect(await results(deps)).toEqual(['ann void game_moved 0']);
  });

  it('grades a pick again when its box score is corrected', async () => {
    const deps = await aMorning();
    await gradeDate(deps, DATE);
    const games: NightData['games'] = [{ id: GAME, score: [21, 10], tipoff: evening('19:00') }];
    const points: NightData['points'] = [
      { game: GAME, player: 'ann', side: 'home', points: 21 },
      { game: GAME, player: 'ben', side: 'away', points: 10 },
    ];
    await playNight(deps, { games, points, predictions: predictions('b').slice(1) });
    expect(await readStaleDates(deps.warehouse)).toEqual([DATE]);
    await gradeDate(deps, DATE);
    expect(await readStaleDates(deps.warehouse)).toEqual([]);
    expect(await results(deps)).toEqual(['ann lost -1', ...GRADED.slice(1)]);
  });
});

/** The warehouse, which cannot be reached from the given change on. */
function dyingAt(warehouse: Warehouse, step: number): Warehouse {
  let calls = 0;
  const dies = () => {
    calls += 1;
    if (calls >= step) throw new Unavailable('the warehouse', undefined);
  };
  return {
    ...warehouse,
    execute: async (...args) => {
      dies();
      await warehouse.execute(...args);
    },
    load: async (...args) => {
      dies();
      await warehouse.load(...args);
    },
  };
}

it.each([1, 2, 3, 4, 5, 6, 7])(
  'RT-51: a kill before change %i of recording and grading leaves old or new grades, and the next run completes them',
  async (step) => {
    const deps = await aMorning();
    await expect(gradeDate({ ...deps, warehouse: dyingAt(deps.warehouse, step) }, DATE)).rejects.toThrow(Unavailable);
    const after = await results(deps);
    expect([GRADED, after.filter((pick) => pick.endsWith('published '))]).toContainEqual(after);
    await gradeDate(deps, DATE);
    expect(await results(deps)).toEqual(GRADED);
  },
);
