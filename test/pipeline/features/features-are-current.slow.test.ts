import { expect, test } from 'vitest';
import { candidatesOf } from '#src/pipeline/batch/candidates.ts';
import { inputSnapshot } from '#src/pipeline/batch/player-request.ts';
import { type BuildDeps, buildFeatures } from '#src/pipeline/features/build-features.ts';
import { exportFeatures } from '#src/pipeline/features/export-features.ts';
import {
  appendedSince,
  FEATURE_NAMES,
  type FeatureVersion,
  NEWEST_VERSION,
} from '#src/pipeline/features/feature-names.ts';
import { featuresAreCurrent } from '#src/pipeline/features/features-are-current.ts';
import { PlayerInput } from '#src/pipeline/player/player-input.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { mlFeatureStoreV2 } from '#src/pipeline/tables/ml-feature-store-v2.ts';
import { Instant } from '#src/platform/instant.ts';
import { tablesAfter } from '#src/platform/migration.ts';
import { boxScores, game, log } from './rows.ts';
import { featureRows, type League, leaguesOfFile, loadLeague } from './small-league.ts';

const openLeague = leaguesOfFile();
const TONIGHT = '2026-01-25';
const DAYS = ['2026-01-18', '2026-01-20', '2026-01-23'];
const AS_OF = Instant.parse('2026-01-25T22:30:00.000000Z');
const LATER = Instant.parse('2026-01-25T22:31:00.000000Z');

const LEAGUE: League = {
  schedule: [...DAYS, TONIGHT].map((day) => game(day)),
  player_game_logs: [...DAYS.map((day) => log(day, 20, { player_name: 'Ann "A", Jr.' })), log(TONIGHT, 33)],
  team_box_scores: DAYS.flatMap((day) => boxScores(day)),
};

function anImport(importedAt: string): League {
  return {
    imports: [{ imported_at: importedAt, file: 'x.csv', table_name: 'x', row_count: 1, sha256: '0', is_sample: false }],
  };
}

test('rows are current until another `as_of` is requested or a file is imported', async () => {
  const deps = await openLeague(LEAGUE);
  const current = (asOf: Instant) => featuresAreCurrent(deps.warehouse, { gameDate: TONIGHT, asOf, now: asOf });
  expect(await current(AS_OF)).toBe(false);
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT, asOf: AS_OF });
  expect([await current(AS_OF), await current(LATER)]).toEqual([true, false]);
  await loadLeague(deps, anImport('2026-02-05T16:00:00Z'));
  expect(await current(AS_OF)).toBe(true);
  await loadLeague(deps, anImport('2026-02-05T18:00:00Z'));
  expect(await current(AS_OF)).toBe(false);
});

test('rows of an older version are not current but still readable (RT-19)', async () => {
  const deps = await openLeague(LEAGUE);
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT, asOf: AS_OF });
  await loadRowsOf('v2_37features', deps);
  expect(await featuresAreCurrent(deps.warehouse, { gameDate: TONIGHT, asOf: AS_OF, now: AS_OF })).toBe(false);
  const range = { from: TONIGHT, to: TONIGHT, version: NEWEST_VERSION, format: 'ndjson' } as const;
  const [row = ''] = await Array.fromAsync(exportFeatures(deps.warehouse, range));
  expect(JSON.parse(row)).toMatchObject({
    feature_version: 'v2_37features',
    points_avg_last_5: 20,
    expected_margin: null,
  });
  const [candidates] = await Array.fromAsync(
    candidatesOf(deps.warehouse, { game_date: TONIGHT, as_of: AS_OF, now: AS_OF }),
  );
  const [input] = (candidates ?? []).map((candidate) => PlayerInput.parse(JSON.parse(inputSnapshot(candidate) ?? '')));
  expect(input).toMatchObject({ feature_version: 'v2_37features', features: { points_avg_last_5: 20 } });
  expect(Object.keys(input?.features ?? {})).not.toContain('expected_margin');
});

test('a rebuild replaces only the rows of its dates', async () => {
  const deps = await openLeague(LEAGUE);
  expect(await buildFeatures(deps, { from: '2026-01-18', to: TONIGHT })).toEqual({
    dates: 3,
    games: 3,
    total: 3,
    with_line: 0,
  });
  await loadLeague(deps, { schedule: DAYS.map((day) => game(day)) });
  expect(await buildFeatures(deps, { from: TONIGHT, to: TONIGHT })).toEqual({
    dates: 0,
    games: 0,
    total: 0,
    with_line: 0,
  });
  expect((await featureRows(deps.warehouse)).map((row) => row['game_date'])).toEqual(DAYS.slice(1));
});

test('a date without tip-off times reads data up to one hour before 19:00 in New York, in winter and in summer', async () => {
  const deps = await openLeague({
    schedule: [...DAYS, TONIGHT, '2026-06-01', '2026-06-03'].map((day) => game(day)),
    player_game_logs: [...DAYS, '2026-06-01'].map((day) => log(day, 20)),
  });
  await buildFeatures(deps, { from: TONIGHT, to: '2026-06-03' });
  expect((await featureRows(deps.warehouse)).map((row) => row['as_of'])).toEqual([
    '2026-01-25T23:00:00.000Z',
    '2026-06-03T22:00:00.000Z',
  ]);
});

test('an export includes the points scored later; a missing value is an empty field', async () => {
  const deps = await openLeague(LEAGUE);
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT });
  const range = { from: TONIGHT, to: TONIGHT, version: NEWEST_VERSION };
  const [names = '', row = ''] = await Array.fromAsync(exportFeatures(deps.warehouse, { ...range, format: 'csv' }));
  expect(row).toContain(',"Ann ""A"", Jr.",BOS,NYK,true,');
  expect(row.replace(/"[^"]*(?:""[^"]*)*"/, 'Ann').split(',')[names.split(',').indexOf('actual_points')]).toBe('33');
  const [line = ''] = await Array.fromAsync(exportFeatures(deps.warehouse, { ...range, format: 'ndjson' }));
  expect(JSON.parse(line)).toMatchObject({ actual_points: 33, points_avg_last_5: 20, vegas_points_line: null });
});

test.each([
  ['v2_33features', 33],
  ['v2_37features', 37],
  ['v2_39features', 39],
  ['v3_55features', 55],
] as const)('an export of %s has the first %i features, in order', async (version, count) => {
  const deps = await openLeague(LEAGUE);
  await buildFeatures(deps, { from: TONIGHT, to: TONIGHT });
  const range = { from: TONIGHT, to: TONIGHT, version };
  const [names = ''] = await Array.fromAsync(exportFeatures(deps.warehouse, { ...range, format: 'csv' }));
  expect(names.split(',actual_points,')[1]?.split(',')).toEqual(FEATURE_NAMES.slice(0, count));
  const [row = ''] = await Array.fromAsync(exportFeatures(deps.warehouse, { ...range, format: 'ndjson' }));
  expect(Object.keys(JSON.parse(row))).toEqual(names.split(','));
});

/** Turns the rows into what an older version would have stored. */
async function loadRowsOf(version: FeatureVersion, { warehouse, newId }: BuildDeps): Promise<void> {
  const table = tablesAfter(MIGRATIONS).find(({ name }) => name === mlFeatureStoreV2.name);
  if (table === undefined) throw new Error('there is no feature store');
  const later = Object.fromEntries(appendedSince(version, NEWEST_VERSION).map((name) => [name, null]));
  const rows = (await featureRows(warehouse)).map((row) => ({ ...row, ...later, feature_version: version }));
  await warehouse.load(
    table,
    rows.map((row) => JSON.stringify(row)),
    newId(),
  );
}
