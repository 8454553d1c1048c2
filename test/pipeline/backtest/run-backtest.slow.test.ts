import { expect, onTestFinished, test } from 'vitest';
import { runBacktest } from '#src/pipeline/backtest/run-backtest.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { gradeDate } from '#src/pipeline/grading/grade-date.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import type { BaseModel } from '#src/pipeline/models/model.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { pipelineStores } from '#test/pipeline/pipeline-stores.ts';
import { aRunner } from '#test/workers/a-runner.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { A_TRAINING } from '../pricing/a-training.ts';

const LEAGUE = { seed: 'backtest', teams: 12, playersPerTeam: 10, gamesPerTeam: 30, gamesTonight: 6, lineDays: 12 };
const PRICING = [A_TRAINING];
const TODAY = '2026-02-05';
const YESTERDAY = '2026-02-04';
const RANGE = { from: '2026-01-29', to: YESTERDAY };

/** Predicts the line itself, so that its score is known in advance. */
const echo: BaseModel = {
  kind: 'base',
  systemId: 'echo',
  version: '1',
  confidenceScale: 100,
  artifact: {
    file: 'echo.cbm',
    sha256: 'echo',
    trainedFrom: '2025-10-21',
    trainedTo: '2026-01-31',
    trainedAt: '2026-02-01T00:00:00Z',
    features: [],
    metrics: { mae: 5, bias: 0, shareAbove: 0.5, n: 100, from: '2026-01-25', to: '2026-01-31' },
  },
  predict: ({ line }) =>
    line === undefined
      ? { absent: 'it lacks a line' }
      : { predictedPoints: line, confidence: 80, recommendation: 'PASS' },
};

async function league() {
  const deps = await pipelineStores();
  await importFiles(deps, { sources: sampleLeague({ ...LEAGUE, today: TODAY }), origin: 'sample' });
  return deps;
}
type League = Awaited<ReturnType<typeof league>>;

function replay(deps: League, range: { from: string; to: string }, onDate: (done: number) => void = () => undefined) {
  return runBacktest(
    { ...deps, pool: { models: [...RULE_MODELS, echo], snapshots: [] }, pricing: PRICING, onDate },
    range,
  );
}

test('a replayed date has the same grades as the graded batch of that date', async () => {
  const deps = await league();
  const runner = aRunner(deps, [...RULE_MODELS, echo]);
  onTestFinished(() => runner.stop());
  const slate = await openSlate(deps, { gameDate: YESTERDAY, auditContext: aTrail() });
  if (slate.type !== 'started') throw new Error(slate.type);
  await runner.run(slate.batchId);
  const graded = await gradeDate({ ...deps, instanceId: 'test', otherHolders: 'dead' }, YESTERDAY);
  if (graded.type !== 'graded') throw new Error(graded.type);

  const { models, dates } = await replay(deps, { from: YESTERDAY, to: YESTERDAY });
  expect(dates).toBe(1);
  const byName = <T extends { system_id: string }>(all: readonly T[]) =>
    all.toSorted((a, b) => a.system_id.localeCompare(b.system_id));
  expect(byName(models)).toEqual(byName(graded.night.systems));
});

test('progress is reported date by date, a model is left out on the dates it was trained on, and a repeat gives the same summary', async () => {
  const deps = await league();
  const told: number[] = [];
  const first = await replay(deps, RANGE, (done) => told.push(done));
  expect(told).toEqual(Array.from({ length: first.dates }, (_, index) => index + 1));
  expect(first.left_out).toEqual({ echo: 3 });
  expect(first.trainings).toMatchObject([{ system_id: 'echo', used_from: '2026-02-01', used_to: YESTERDAY }]);
  const echoed = first.models.find(({ system_id }) => system_id === 'echo');
  expect(echoed?.n).toBeGreaterThan(0);
  expect(echoed?.mae).toBeCloseTo(echoed?.line_mae ?? Number.NaN, 9);
  expect(first.references.map(({ system_id }) => system_id)).toEqual(['line', 'last_10_mean', 'season_mean']);
  expect(Object.keys(first.months)).toEqual(['2026-01', '2026-02']);
  expect(Object.keys(first.coverage)).toEqual(['2026-01', '2026-02']);
  for (const { lined, predicted, unpredicted } of Object.values(first.coverage)) {
    expect(lined).toBeGreaterThan(0);
    expect(predicted + Object.values(unpredicted).reduce((sum, count) => sum + count, 0)).toBe(lined);
  }
  const bySource = Object.values(first.sources).flat();
  const graded = (all: readonly { system_id: string; n: number }[], id: string) =>
    all.filter(({ system_id }) => system_id === id).reduce((sum, { n }) => sum + n, 0);
  for (const { system_id, n } of first.models) expect([system_id, graded(bySource, system_id)]).toEqual([system_id, n]);
  expect(await replay(deps, RANGE)).toEqual(first);
});

test('a range without a finished game has an empty summary', async () => {
  const deps = await league();
  const empty = { dates: 0, games: 0, models: [], predicted: 0, unpredicted: {}, left_out: {} };
  expect(await replay(deps, { from: TODAY, to: '2026-02-20' })).toMatchObject(empty);
  expect(await replay(deps, { from: '1999-01-01', to: '1999-02-01' })).toMatchObject(empty);
});
