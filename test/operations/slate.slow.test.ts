import { cp, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import type { App, OpenApp } from '#src/operations/app.ts';
import type { OPERATIONS } from '#src/operations/registry.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readPlayersWithTeams } from '#src/pipeline/player/named-players.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';

const TONIGHT = '2026-02-05';
const NOW = new Date('2026-02-05T22:00:00Z');
const SMALL = { seed: 'test', today: TONIGHT, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 2 };

const Report = z.object({
  batch_id: z.string(),
  state: z.string(),
  expected: z.number(),
  predicted: z.number(),
  rows: z.number().nullable(),
  games: z.number().nullable(),
  generation: z.number(),
});
const Predictions = z.object({
  predictions: z.array(z.object({ player_lookup: z.string(), player_name: z.string(), generation: z.number() })),
});

const Context = z.object({
  context: z.looseObject({
    is_home: z.boolean().nullable(),
    last_games: z.array(z.looseObject({ game_date: z.string(), points: z.number() })),
  }),
});

interface League {
  readonly folder: string;
  readonly opened: OpenApp;
  ask(name: string, given?: Record<string, unknown>): ReturnType<(typeof OPERATIONS)[number]['run']>;
}

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  .extend('imported', { scope: 'file' }, async ({}, { onCleanup }) => {
    const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-imported-'));
    onCleanup(() => folder.remove());
    const { app, close } = openApp(folder.path);
    await importFiles(app, { sources: sampleLeague(SMALL), origin: 'sample' });
    await close();
    return folder.path;
  })
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  .extend('empty', ({}, { onCleanup }) => aLeague(onCleanup))
  .extend('league', ({ imported }, { onCleanup }) => aLeague(onCleanup, imported));

/** A data folder that is deleted after the test, with a copy of the given folder. */
async function aLeague(onCleanup: (end: () => Promise<void>) => void, from?: string): Promise<League> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  if (from !== undefined) await cp(from, folder.path, { recursive: true });
  const opened = openApp(folder.path);
  onCleanup(async () => {
    await opened.idle();
    await opened.close();
    await folder.remove();
  });
  return { folder: folder.path, opened, ask: (name, given) => ask(opened.app, name, given) };
}

function openApp(dataFolder: string): OpenApp {
  return createApp({ platform: 'embedded', dataFolder }, { now: () => NOW });
}

test('a slate is started with --wait, listed, shown and verified', async ({ league }) => {
  const started = await league.ask('batch start', { date: 'today', wait: true });
  expect(started).toMatchObject({ decision: 'done', data: { game_date: TONIGHT, state: 'done', games: 2 } });
  const { batch_id, expected, predicted, rows } = Report.parse(started.data);
  expect(predicted).toBeGreaterThan(0);
  expect(expected).toBeGreaterThanOrEqual(predicted);
  expect(await league.ask('batch status')).toMatchObject({ data: { batch_id, state: 'done', rows } });
  expect(await league.ask('batch status', { id: batch_id })).toMatchObject({ data: { batch_id } });
  expect(await league.ask('batch list')).toMatchObject({ data: { batches: [{ batch_id }] } });
  expect(await league.ask('predict slate', { date: TONIGHT })).toMatchObject({ data: { rows, players: predicted } });
  expect(await league.ask('predict verify', { date: TONIGHT })).toMatchObject({
    decision: 'done',
    code: 'agrees',
    data: { total: rows, players: predicted, games: 2, duplicates: 0 },
  });
});

test('RT-39: rows of another model file are found, and refused for tonight', async ({ league }) => {
  await league.ask('batch start', { date: TONIGHT, wait: true });
  const models = league.opened.app.models().map((model) => {
    if (model.systemId !== 'catboost_v9' || model.artifact === undefined) return model;
    return { ...model, artifact: { ...model.artifact, sha256: 'f'.repeat(64) } };
  });

  const verified = await ask({ ...league.opened.app, models: () => models }, 'predict verify', { date: TONIGHT });

  expect(verified).toMatchObject({
    decision: 'refused',
    code: 'foreign_models',
    data: { verdict: 'agrees', foreign_models: [{ system_id: 'catboost_v9' }] },
  });
});

test('a batch started without --wait continues after the answer', async ({ league }) => {
  const started = await league.ask('batch start', { date: TONIGHT });
  expect(started).toMatchObject({ decision: 'done', code: 'started' });
  await league.opened.idle();
  expect(await league.ask('batch status')).toMatchObject({ data: { state: 'done' } });
});

test('one player is predicted again, and the new rows replace the old ones', async ({ league }) => {
  await league.ask('batch start', { date: TONIGHT, wait: true });
  const before = Predictions.parse((await league.ask('predict slate', { date: TONIGHT })).data).predictions;
  const player = before[0]?.player_name ?? '';
  const again = await league.ask('predict rerun', { name: player });
  expect(again).toMatchObject({
    decision: 'done',
    data: { generation: 2, state: 'done', changes: [{ player_name: player, has_changed: false }] },
  });
  expect(again.message).toContain(`Nothing changed for "${player}": projection `);
  const after = Predictions.parse((await league.ask('predict slate', { date: TONIGHT })).data).predictions;
  expect(after).toHaveLength(before.length);
  expect(new Set(after.filter(({ generation }) => generation === 2).map(({ player_name }) => player_name))).toEqual(
    new Set([player]),
  );
  expect(await league.ask('predict verify', { date: TONIGHT })).toMatchObject({ code: 'agrees' });
});

test('a player is found by part of the name, with the batch and the predictions', async ({ league }) => {
  await league.ask('batch start', { date: TONIGHT, wait: true });
  const [first] = Predictions.parse((await league.ask('predict slate', { date: TONIGHT })).data).predictions;
  const shown = await league.ask('predict player', { name: first?.player_name.toUpperCase() });
  expect(shown).toMatchObject({ code: 'predicted', data: { player_name: first?.player_name, game_date: TONIGHT } });
  const { context } = Context.parse(shown.data);
  expect(context.last_games).toHaveLength(5);
  expect(context.last_games.every(({ game_date }) => game_date < TONIGHT)).toBe(true);
  expect(typeof context.is_home).toBe('boolean');
  const slate = await league.ask('predict slate', { date: TONIGHT, models: true, top: 1 });
  expect(slate).toMatchObject({
    data: {
      shows: 'models',
      predictions: [{ is_home: context.is_home, last_points: context.last_games.map(({ points }) => points) }],
    },
  });
});

test('a player who is not on the slate has the reason', async ({ league }) => {
  const { app } = league.opened;
  await league.ask('batch start', { date: TONIGHT, wait: true });
  const slate = await readSlate(app.warehouse, { gameDate: TONIGHT, headlineModel: 'catboost_v9' });
  const onSlate = new Set(slate.map(({ player_lookup }) => player_lookup));
  const others = (await readPlayersWithTeams(app.warehouse)).filter((player) => !onSlate.has(player.player_lookup));
  const replies = await Promise.all(
    others.map(({ player_lookup }) => league.ask('predict player', { name: player_lookup })),
  );
  const reasons = replies.map(({ message }) => message.replace(/^.* on \S+: /, ''));
  expect(reasons.some((reason) => /^his team \([A-Z]{3}\) does not play\.$/.test(reason))).toBe(true);
  expect(reasons.filter((reason) => reason === 'undefined.' || reason === '')).toEqual([]);
});

test('rerun-missing does nothing without missing players', async ({ league }) => {
  await league.ask('batch start', { date: TONIGHT, wait: true });
  expect(await league.ask('batch rerun-missing')).toMatchObject({ decision: 'done', code: 'nobody_missing' });
});

test('start runs the slate once and only shows it the second time', async ({ league }) => {
  const first = await league.ask('start');
  expect(first).toMatchObject({ decision: 'done', data: { sample: true, game_date: TONIGHT } });
  const second = await league.ask('start');
  expect(second.data).toEqual(first.data);
});

test('a dry run lists repairs without making them, and offers none if there are none', async ({ empty }) => {
  expect(await empty.ask('batch migrate', { dry_run: true })).toMatchObject({
    decision: 'done',
    data: { dry_run: true, migrated: [] },
    next: [],
  });
});

test('features are built for all dates and exported completely', async ({ league }) => {
  const built = await league.ask('features build');
  const { rows } = z.object({ rows: z.number().positive() }).parse(built.data);
  for (const [file, lines] of [
    ['features.csv', rows + 1],
    ['features.ndjson', rows],
  ] as const) {
    const to = join(league.folder, file);
    expect(await league.ask('features export', { to })).toMatchObject({ code: 'ok', data: { file: to, rows } });
    expect((await readFile(to, 'utf8')).trimEnd().split('\n')).toHaveLength(lines);
  }
});

test.for([
  ['batch status', {}, 'no_batch'],
  ['batch start', { date: '2026-02-05' }, 'no_games'],
  ['features build', {}, 'nothing_imported'],
  ['predict player', { name: 'LeBron James' }, 'unknown_player'],
  ['predict rerun', { name: 'LeBron James' }, 'no_batch'],
  ['batch rerun-missing', {}, 'no_batch'],
] as const)('on an empty folder %s is refused in a sentence', async ([name, given, code], { empty }) => {
  await expect(empty.ask(name, given)).rejects.toMatchObject({ name: 'Problem', code });
});

test('an unknown player, batch or date is refused with the known ones', async ({ league }) => {
  for (const [name, given, message] of [
    ['batch status', { id: 'batch_x' }, 'The batch "batch_x" does not exist. Tipoff has not run a batch yet.'],
    ['batch start', { date: '2030-01-01' }, 'There are no games on 2030-01-01. The nearest dates with games are 2026-'],
    ['predict player', { name: 'Zzyzx Qwrtp' }, 'No player named "Zzyzx Qwrtp" in the imported data. Similar names:'],
    ['predict rerun', { name: 'Zzyzx Qwrtp' }, 'Tipoff has not run a batch yet.'],
  ] as const) {
    await expect(league.ask(name, given)).rejects.toThrow(message);
  }
});

test('a faulty file is reported with line, column and value, and is not imported', async ({ league }) => {
  const folder = join(league.folder, 'schedule.csv');
  await writeFile(folder, 'game_date,game_id\n2026-02-30,0022500001\n');
  const outcome = await league.ask('import', { folder });
  expect(outcome).toMatchObject({ decision: 'refused', code: 'bad_file', data: { rows: 0 } });
  expect(outcome.message).toContain('Not imported: "schedule.csv"');
});

function ask(app: App, name: string, given: object = {}) {
  return runNamed(app, { name, given, actor: ANN, request: 'r1' });
}
