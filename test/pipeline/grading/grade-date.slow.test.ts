import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { type GradingDeps, gradeDate } from '#src/pipeline/grading/grade-date.ts';
import { readGradedRows } from '#src/pipeline/grading/graded-rows.ts';
import { mergeGradesStatement } from '#src/pipeline/grading/write-grades.ts';
import { gradesStaging } from '#src/pipeline/tables/prediction-accuracy.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { resumeGrading } from '#src/workers/resume-grading.ts';
import { NOW } from '../pipeline-stores.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';
import { aLine, aNight, aPrediction, DATE, GAME, gradedOf, type NightData, OTHER_GAME, playNight } from './a-night.ts';

const emptied = warehouseOfFile();
const FINAL = [{ id: GAME, score: [25, 10] }] as const;
const ANN_SCORED_25: NightData['points'] = [
  { game: GAME, player: 'ann', side: 'home', points: 25 },
  { game: GAME, player: 'ben', side: 'away', points: 10 },
];
const moment = (time: string) => `2026-02-05T${time}Z`;

async function graded(deps: GradingDeps) {
  const result = await gradeDate(deps, DATE);
  if (result.type !== 'graded') throw new Error(`not graded: ${result.type}`);
  return result.night;
}

const announced = async ({ store }: GradingDeps) =>
  (await store.query({ collection: POSTS }, {})).map(({ id, data }) => ({ id, ...JSON.parse(data.wanted) }));

describe('grading a date', () => {
  it('compares every active prediction that has a line with the player’s result', async () => {
    const deps = await aNight(await emptied());
    const of = (player: string, changed = {}) => aPrediction(deps.batchId, { player_lookup: player, ...changed });
    await playNight(deps, {
      games: FINAL,
      points: [...ANN_SCORED_25, { game: GAME, player: 'sat', side: 'home', points: 0, minutes: 0 }],
      predictions: [
        of('ann'),
        of('ann', { system_id: 'moving_average', recommendation: 'UNDER', predicted_points: 18 }),
        of('ann', { system_id: 'old', is_active: false }),
        of('ben', { recommendation: 'UNDER', current_points_line: 10 }),
        of('lineless', { current_points_line: null, recommendation: 'NO_LINE' }),
        of('sat'),
        of('away'),
      ],
    });

    const night = await graded(deps);

    expect(await gradedOf(deps.warehouse)).toEqual([
      'ann 25 true',
      'ann 25 false',
      'away dnp_unknown undecided',
      'ben 10 undecided',
      'sat dnp_unknown undecided',
    ]);
    expect(night).toMatchObject({
      games: { final: 1, open: [] },
      predictions: 6,
      graded: 3,
      voided_total: 2,
      no_line: 1,
      missing_actuals: 0,
      voided: { dnp_unknown: 2 },
      pushes: 1,
      players: 2,
      players_voided: 2,
      line_mae: 1.75,
    });
    expect(night.systems.map(({ system_id, mae }) => [system_id, mae])).toEqual([
      ['moving_average', 7],
      ['catboost_v9', (0.7 + 14.3) / 2],
    ]);
  });

  it('counts a line of 20.0 like any other', async () => {
    const deps = await aNight(await emptied());
    const predictions = [aPrediction(deps.batchId, { current_points_line: 20 })];
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions });
    expect(await graded(deps)).toMatchObject({ graded: 1 });
  });

  it('uses the price and injury status that the batch knew, and otherwise the last report', async () => {
    const deps = await aNight(await emptied());
    const of = (player: string) => aPrediction(deps.batchId, { player_lookup: player });
    await playNight(deps, {
      games: FINAL,
      points: ANN_SCORED_25,
      predictions: [of('ann'), of('early'), of('late')],
      reports: [
        { player: 'early', status: 'questionable', at: moment('17:00:00') },
        { player: 'early', status: 'out', at: moment('23:30:00') },
        { player: 'late', status: 'out', at: moment('23:30:00') },
      ],
      lines: [
        aLine({ over_price: -120, captured_at: moment('18:00:00') }),
        aLine(),
        aLine({ over_price: 100, captured_at: moment('23:30:00') }),
        aLine({ bookmaker: 'fanduel', over_price: 300 }),
        aLine({ line: 22.5, over_price: 130 }),
      ],
    });

    await graded(deps);

    const rows = await readGradedRows(deps.warehouse, DATE);
    expect(rows.map(({ player_lookup, void_reason, over_price }) => [player_lookup, void_reason, over_price])).toEqual([
      ['ann', null, -115],
      ['early', 'dnp_late_scratch', null],
      ['late', 'dnp_injury_confirmed', null],
    ]);
  });

  it('uses no price and no injury report from after the tip-off', async () => {
    const deps = await aNight(await emptied());
    const of = (player: string) => aPrediction(deps.batchId, { player_lookup: player });
    await playNight(deps, {
      games: [{ id: GAME, score: [25, 10], tipoff: moment('22:00:00') }],
      points: ANN_SCORED_25,
      predictions: [of('ann'), of('sat')],
      reports: [{ player: 'sat', team: 'Hg1', status: 'out', at: moment('22:30:00') }],
      lines: [
        aLine({ game_id: GAME, over_price: -115, captured_at: moment('20:00:00') }),
        aLine({ game_id: GAME, over_price: 150, captured_at: moment('22:30:00') }),
      ],
    });

    await graded(deps);

    const rows = await readGradedRows(deps.warehouse, DATE);
    expect(rows.map(({ player_lookup, void_reason, over_price }) => [player_lookup, void_reason, over_price])).toEqual([
      ['ann', null, -115],
      ['sat', 'dnp_unknown', null],
    ]);
  });

  it('leaves a backfill out of the results of published predictions', async () => {
    const deps = await aNight(await emptied());
    const backfill = { is_backfill: true, game_id: OTHER_GAME };
    const cleo = aPrediction(deps.batchId, { player_lookup: 'cleo', ...backfill });
    const dan = aPrediction(deps.batchId, { player_lookup: 'dan', ...backfill, current_points_line: null });
    const games = [...FINAL, { id: OTHER_GAME, score: [9, 4] as const }];
    const points: NightData['points'] = [
      ...ANN_SCORED_25,
      { game: OTHER_GAME, player: 'cleo', side: 'home', points: 9 },
      { game: OTHER_GAME, player: 'eve', side: 'away', points: 4 },
    ];
    await playNight(deps, { games, points, predictions: [aPrediction(deps.batchId), cleo, dan] });

    expect(await graded(deps)).toMatchObject({
      basis: 'published',
      backfilled: 1,
      games: { final: 1 },
      predictions: 1,
      graded: 1,
      no_line: 0,
      missing_actuals: 0,
      systems: [{ picks: { made: 1, won: 1, lost: 0 } }],
    });
    expect(await gradedOf(deps.warehouse)).toEqual(['ann 25 true', 'cleo 9 false']);
  });

  it('shows the results of a backfill as such when the date has no published predictions', async () => {
    const deps = await aNight(await emptied());
    await playNight(deps, {
      games: FINAL,
      points: ANN_SCORED_25,
      predictions: [aPrediction(deps.batchId, { is_backfill: true })],
    });
    expect(await graded(deps)).toMatchObject({ basis: 'backfill', backfilled: 0, predictions: 1, graded: 1 });
    expect(await announced(deps)).toMatchObject([{ type: 'results', basis: 'backfill' }]);
  });

  it('grades the finished games, names the others, and completes the date when it is repeated', async () => {
    const deps = await aNight(await emptied());
    const predictions = [
      aPrediction(deps.batchId),
      aPrediction(deps.batchId, { player_lookup: 'cleo', game_id: OTHER_GAME }),
      aPrediction(deps.batchId, { player_lookup: 'dan', game_id: 'moved' }),
    ];
    const halfWay = { games: [...FINAL, { id: OTHER_GAME, score: null }], points: ANN_SCORED_25, predictions };
    await playNight(deps, halfWay);
    expect(await graded(deps)).toMatchObject({
      games: {
        final: 1,
        open: [
          { game: 'Ag2 at Hg2', reason: 'not final yet' },
          { game: 'moved', reason: 'moved to another date' },
        ],
      },
      graded: 1,
      missing_actuals: 2,
    });

    const points = [
      ...ANN_SCORED_25,
      { game: OTHER_GAME, player: 'cleo', side: 'home', points: 9 },
      { game: OTHER_GAME, player: 'eve', side: 'away', points: 7 },
    ] as const;
    await playNight(deps, { ...halfWay, games: [...FINAL, { id: OTHER_GAME, score: [9, 7] }], points });

    expect(await graded(deps)).toMatchObject({ games: { final: 2 }, graded: 2, missing_actuals: 1 });
    expect(await gradedOf(deps.warehouse)).toEqual(['ann 25 true', 'cleo 9 false']);
  });

  it('voids no prediction of a game whose box score lacks a player', async () => {
    const deps = await aNight(await emptied());
    const predictions = [aPrediction(deps.batchId), aPrediction(deps.batchId, { player_lookup: 'ben' })];
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25.slice(0, 1), predictions });
    expect(await gradeDate(deps, DATE)).toEqual({
      type: 'no-final-game',
      open: [{ game: 'Ag1 at Hg1', reason: 'the box score does not add up to the final score' }],
    });
  });

  it('gives the same rows when it is repeated, and does not send the message again', async () => {
    const deps = await aNight(await emptied());
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] });
    const first = await graded(deps);
    expect(await graded(deps)).toEqual(first);
    expect(await gradedOf(deps.warehouse)).toEqual(['ann 25 true']);
    expect(await deps.store.query({ collection: POSTS }, {})).toMatchObject([{ data: { wanted_version: 1 } }]);
  });
});

describe('a date that cannot be graded', () => {
  it.each([
    ['a date without predictions', { predictions: [] }, { type: 'no-predictions' }],
    ['a date without lines', { predictions: [{ current_points_line: null }] }, { type: 'no-lines' }],
    [
      'games without box scores',
      { points: [] },
      { type: 'no-final-game', open: [{ reason: 'no box score imported' }] },
    ],
    ['games that have not ended', { games: [{ id: GAME, score: null }] }, { type: 'no-final-game' }],
  ])('%s is refused and leaves the table unchanged', async (_, changed, refusal) => {
    const deps = await aNight(await emptied());
    const whole = { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] };
    await playNight(deps, whole);
    await graded(deps);
    const predictions = 'predictions' in changed ? changed.predictions : [{}];
    const rows = predictions?.map((row) => aPrediction(deps.batchId, row)) ?? [];
    await playNight(deps, { ...whole, ...changed, predictions: rows });

    expect(await gradeDate(deps, DATE)).toMatchObject(refusal);
    expect(await gradedOf(deps.warehouse)).toEqual(['ann 25 true']);
  });

  it('RT-51: grading needs the lease of the date, even within one process', async () => {
    const deps = await aNight(await emptied());
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] });
    await acquireLease(deps.store, { name: `grading-${DATE}`, holder: 'x', leaseMs: 60_000, otherHolders: 'may-live' });
    expect(await gradeDate(deps, DATE)).toEqual({ type: 'held' });
    expect(await gradedOf(deps.warehouse)).toEqual([]);
  });
});

describe('after a crash', () => {
  const name = `grading-${DATE}`;
  const aLease = (deps: GradingDeps, holder: string) =>
    acquireLease(deps.store, { name, holder, leaseMs: 60_000, otherHolders: 'may-live' });

  it('a restart grades at once where no other process can be alive, and announces what the crash kept back', async () => {
    const deps = { ...(await aNight(await emptied())), otherHolders: 'dead' } as const;
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] });
    await aLease(deps, 'killed/1');
    await resumeGrading(deps);
    expect(await announced(deps)).toMatchObject([{ id: `results-${DATE}`, graded: 1 }]);
  });

  it('a run of the same process still excludes a second one', async () => {
    const deps = { ...(await aNight(await emptied())), otherHolders: 'dead' } as const;
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] });
    await aLease(deps, 'test/1');
    expect(await gradeDate(deps, DATE)).toEqual({ type: 'held' });
  });
});

describe('RT-51: a date is rewritten completely or not at all', () => {
  type Fault = 'the call is lost' | 'the answer is lost' | 'nothing answers from then on';
  const CHANGES = z.enum(['execute', 'load', 'job', 'drop']);
  const OLD = ['ann 25 true'];
  const NEW = ['ann 25 true', 'ben 10 false'];

  /** The warehouse, whose connection breaks at one of the calls that change something. */
  function breaking(warehouse: Warehouse, step: number, fault: Fault): Warehouse {
    let calls = 0;
    const breaks = () => (fault === 'nothing answers from then on' ? calls >= step : calls === step);
    const broken =
      (method: (...args: unknown[]) => Promise<unknown>) =>
      async (...args: unknown[]) => {
        calls += 1;
        const isBroken = breaks();
        const answer = isBroken && fault !== 'the answer is lost' ? undefined : await method(...args);
        if (isBroken) throw new Unavailable('the warehouse', undefined);
        return answer;
      };
    return new Proxy(warehouse, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        return typeof method === 'function' && CHANGES.safeParse(name).success ? broken(method.bind(target)) : method;
      },
    });
  }

  it.each([
    ['the call is lost', [OLD, NEW]],
    ['the answer is lost', [NEW]],
    ['nothing answers from then on', [OLD, NEW]],
  ] as const)('when any call of the warehouse breaks, %s', async (fault, states) => {
    const seen = new Set<string>();
    for (let step = 1; step <= 4; step += 1) {
      const deps = await aNight(await emptied());
      const night = { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] };
      await playNight(deps, night);
      await graded(deps);
      const predictions = [...night.predictions, aPrediction(deps.batchId, { player_lookup: 'ben' })];
      await playNight(deps, { ...night, predictions });

      await gradeDate({ ...deps, warehouse: breaking(deps.warehouse, step, fault) }, DATE).catch((error: unknown) => {
        if (!(error instanceof Unavailable)) throw error;
      });

      seen.add((await gradedOf(deps.warehouse)).join());
      expect(await graded(deps)).toMatchObject({ graded: 2 });
      expect(await gradedOf(deps.warehouse)).toEqual(NEW);
    }
    expect(seen).toEqual(new Set(states.map((state) => state.join())));
  });

  it('a run whose lease was taken over changes nothing when it continues', async () => {
    const deps = await aNight(await emptied());
    const night = { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] };
    await playNight(deps, night);
    await graded(deps);
    const predictions = [...night.predictions, aPrediction(deps.batchId, { player_lookup: 'ben' })];
    await playNight(deps, { ...night, predictions });
    await graded(deps);

    const late = { gameDate: DATE, lease: { name: 'x', holder: 'x', token: 1 }, gradedAt: instantFromDate(NOW) };
    await deps.warehouse.load(gradesStaging(DATE, 1), [], 'late-load');
    await deps.warehouse.execute(mergeGradesStatement(late, 'predictions'), 'late-merge');

    expect(await gradedOf(deps.warehouse)).toEqual(['ann 25 true', 'ben 10 false']);
  });

  it('a run that loses its lease between load and merge stops', async () => {
    const deps = await aNight(await emptied());
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] });
    const name = `grading-${DATE}`;
    const warehouse: Warehouse = {
      ...deps.warehouse,
      load: async (...args) => {
        await deps.warehouse.load(...args);
        await acquireLease(deps.store, { name, holder: 'another', leaseMs: 1, otherHolders: 'dead' });
      },
    };
    expect(await gradeDate({ ...deps, warehouse }, DATE)).toEqual({ type: 'held' });
    expect(await gradedOf(deps.warehouse)).toEqual([]);
  });

  it('a statement that fails three times reports it, and the next run works', async () => {
    const deps = await aNight(await emptied());
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] });
    let submissions = 0;
    const execute = () => {
      submissions += 1;
      return Promise.reject(new Error('out of memory'));
    };
    const failing = gradeDate({ ...deps, warehouse: { ...deps.warehouse, execute } }, DATE);
    await expect(failing).rejects.toThrow(/merge failed 3 times: out of memory/);
    expect(submissions).toBe(3);
    expect(await graded(deps)).toMatchObject({ graded: 1 });
  });
});

describe('the channel', () => {
  it('shows the newest graded night with the numbers of the table (RT-52)', async () => {
    const deps = await aNight(await emptied());
    await playNight(deps, { games: FINAL, points: ANN_SCORED_25, predictions: [aPrediction(deps.batchId)] });
    const night = await graded(deps);
    expect(await announced(deps)).toEqual([{ id: `results-${DATE}`, type: 'results', ...night }]);
    expect(night).toMatchObject({
      leader: 'catboost_v9',
      best_call: { player_name: 'ANN', recommendation: 'OVER', line: 21.5, actual_points: 25 },
      worst_call: null,
    });
  });
});
