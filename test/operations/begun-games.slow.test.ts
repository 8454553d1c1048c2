import { randomUUID } from 'node:crypto';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import type { App } from '#src/operations/app.ts';
import { readClosedGames } from '#src/pipeline/batch/closed-games.ts';
import { readSlateGames } from '#src/pipeline/batch/open-slate.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readSlate, type SlateRow } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { recordSource } from '../pipeline/import/record-source.ts';
import { warehouseFile } from '../pipeline/warehouse-file.ts';
import { runNamed } from './run-named.ts';

const TONIGHT = '2026-02-05';
const AFTERNOON = '2026-02-05T22:00:00Z';
const SMALL = { seed: 'test', today: TONIGHT, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 2 };

const leagueFile = warehouseFile((warehouse) =>
  importFiles(
    { warehouse, now: () => new Date(AFTERNOON), newId: randomUUID },
    { sources: sampleLeague(SMALL), origin: 'sample' },
  ),
);

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

const Row = z.record(z.string(), z.unknown());
const Closed = z.object({ closed_games: z.array(z.object({ game_id: z.string() })) });

/** A league with two games tonight, one after the other. The test sets the clock. */
const test = base.extend<{ night: Awaited<ReturnType<typeof aNight>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  night: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const night = await aNight(folder.path);
    await use(night);
    await night.close();
  },
});

interface DuringGame {
  readonly tippedAt: Date;
  readonly star: SlateRow;
}

/** Imports a promotional line and a report from ten minutes after the tip-off. */
async function importDuringGame(app: App, { tippedAt, star }: DuringGame): Promise<void> {
  const at = new Date(tippedAt.getTime() + 10 * MINUTE_MS).toISOString();
  const lines = recordSource(
    'prop_lines.csv',
    'game_date,player_name,game_id,bookmaker,line,is_main_line,captured_at',
    `${TONIGHT},${star.player_name},${star.game_id},draftkings,2.5,1,${at}`,
  );
  const reports = recordSource(
    'injuries.csv',
    'report_at,game_date,player_name,team,status,reason',
    `${at},${TONIGHT},${star.player_name},${star.team_abbr},Out,left the game`,
  );
  const taken = await importFiles(app, { sources: [lines, reports], origin: 'sample' });
  expect(taken).toMatchObject([
    { decision: 'taken', notes: [] },
    { decision: 'taken', notes: [] },
  ]);
}

function anHourBefore(tipoff: Date): string {
  return instantFromDate(new Date(tipoff.getTime() - HOUR_MS));
}

async function aNight(dataFolder: string) {
  let now = new Date(AFTERNOON);
  await leagueFile(dataFolder);
  const { app, idle, close } = createApp({ platform: 'embedded', dataFolder }, { now: () => now });
  const { firstTipoff, lastTipoff } = await readSlateGames(app.warehouse, TONIGHT);
  if (firstTipoff === undefined || lastTipoff === undefined) throw new Error('the sample league has no tip-offs');
  let requests = 0;
  const ask = (name: string, given: Record<string, unknown> = {}) => {
    requests += 1;
    return runNamed(app, { name, given, actor: ANN, request: `r${requests}` });
  };
  return {
    app,
    ask,
    /** One minute after the first tip-off, and one minute after the last one. */
    duringFirstGame: () => {
      now = new Date(firstTipoff.getTime() + MINUTE_MS);
    },
    afterLastTipoff: () => {
      now = new Date(lastTipoff.getTime() + MINUTE_MS);
    },
    nextWeek: () => {
      now = new Date(lastTipoff.getTime() + WEEK_MS);
    },
    lastTipoff,
    slate: () => readSlate(app.warehouse, { gameDate: TONIGHT, headlineModel: 'catboost_v9' }),
    message: async () => {
      const posts = await app.store.query({ collection: POSTS }, {});
      return posts.map(({ data }) => Row.parse(JSON.parse(data.wanted))).find(({ type }) => type === 'slate');
    },
    close: async () => {
      await idle();
      await close();
    },
  };
}

test('a batch after the first tip-off leaves that game alone, predicts the other and says so', async ({ night }) => {
  await night.ask('batch start', { date: TONIGHT, wait: true });
  const before = await night.slate();
  night.duringFirstGame();
  const again = await night.ask('batch start', { date: TONIGHT, wait: true });

  expect(again.message).toMatch(/ has begun, so its predictions from before the tip-off stay as they are\.$/);
  const { closed_games: closed } = Closed.parse(again.data);
  expect(closed).toHaveLength(1);
  expect(again.data).toMatchObject({ games: 1, backfilled: 0 });
  const after = await night.slate();
  const ofGame = (rows: typeof before) => rows.filter(({ game_id }) => game_id === closed[0]?.game_id);
  expect(ofGame(after)).toEqual(ofGame(before));
  expect(ofGame(after).length).toBeGreaterThan(0);
  const others = after.filter(({ game_id }) => game_id !== closed[0]?.game_id);
  expect(others.every(({ batch_id }) => batch_id !== before[0]?.batch_id)).toBe(true);
  expect(after.every(({ is_backfill }) => !is_backfill)).toBe(true);
  expect(await night.message()).toMatchObject({ closed_games: closed });
});

test('a re-run of a player whose game has begun is refused, and changes neither the slate nor its message', async ({
  night,
}) => {
  await night.ask('batch start', { date: TONIGHT, wait: true });
  const [before, shown] = [await night.slate(), await night.message()];
  night.duringFirstGame();
  const [begun] = await readClosedGames(night.app, { gameDate: TONIGHT, now: night.app.now() });
  const player = before.find(({ game_id }) => game_id === begun?.game_id);
  await expect(night.ask('predict rerun', { name: player?.player_name })).rejects.toMatchObject({
    code: 'games_begun',
    message: expect.stringMatching(
      /was not predicted again\. .* has begun, so its predictions from before the tip-off stay/,
    ),
  });
  expect(await night.slate()).toEqual(before);
  expect(await night.message()).toEqual(shown);
});

test('a re-run of such a player is also refused after a batch of the other games', async ({ night }) => {
  await night.ask('batch start', { date: TONIGHT, wait: true });
  const before = await night.slate();
  night.duringFirstGame();
  await night.ask('batch start', { date: TONIGHT, wait: true });
  const [begun] = await readClosedGames(night.app, { gameDate: TONIGHT, now: night.app.now() });
  const player = before.find(({ game_id }) => game_id === begun?.game_id);
  await expect(night.ask('predict rerun', { name: player?.player_name })).rejects.toMatchObject({
    code: 'games_begun',
  });
});

test('when all games have begun, a batch is refused and the message of the slate stays', async ({ night }) => {
  await night.ask('batch start', { date: TONIGHT, wait: true });
  const [before, shown] = [await night.slate(), await night.message()];
  night.afterLastTipoff();
  await expect(night.ask('batch start', { date: TONIGHT, wait: true })).rejects.toMatchObject({
    code: 'games_begun',
    message: expect.stringContaining(`tipoff predict slate --date ${TONIGHT}`),
  });
  expect(await night.slate()).toEqual(before);
  expect(await night.message()).toEqual(shown);
});

test('lines and reports from during the game change neither the published picks nor a backfill', async ({ night }) => {
  await night.ask('batch start', { date: TONIGHT, wait: true });
  const before = await night.slate();
  night.duringFirstGame();
  const [begun] = await readClosedGames(night.app, { gameDate: TONIGHT, now: night.app.now() });
  const ofGame = (rows: typeof before) => rows.filter(({ game_id }) => game_id === begun?.game_id);
  const [star] = ofGame(before).filter(({ current_points_line }) => current_points_line !== null);
  if (begun === undefined || star === undefined) throw new Error('no player with a line plays in the first game');
  await importDuringGame(night.app, { tippedAt: new Date(begun.tipped_at), star });

  await night.ask('batch start', { date: TONIGHT, wait: true });

  expect(ofGame(await night.slate())).toEqual(ofGame(before));
});

test('a backfill ignores lines and reports from during the game', async ({ night }) => {
  night.nextWeek();
  await night.ask('batch start', { date: TONIGHT, wait: true });
  const first = await night.slate();
  const [star] = first.filter(({ current_points_line }) => current_points_line !== null);
  if (star === undefined) throw new Error('no player has a line');
  await importDuringGame(night.app, { tippedAt: night.lastTipoff, star });

  await night.ask('batch start', { date: TONIGHT, wait: true });

  const linesOf = (rows: typeof first) =>
    rows.map(({ player_lookup, current_points_line }) => `${player_lookup} ${current_points_line}`);
  expect(linesOf(await night.slate())).toEqual(linesOf(first));
});

test('a past date without predictions is backfilled, its rows are marked, and they can be predicted again', async ({
  night,
}) => {
  night.nextWeek();
  const filled = await night.ask('batch start', { date: TONIGHT, wait: true });
  expect(filled.data).toMatchObject({ as_of: anHourBefore(night.lastTipoff), closed_games: [], games: 2 });
  expect(filled.message).toContain('All predictions are a backfill');
  const rows = await night.slate();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ is_backfill }) => is_backfill)).toBe(true);
  const shown = await night.ask('predict slate', { date: TONIGHT });
  expect(shown.message).toContain('backfill');

  await night.ask('predict rerun', { name: rows[0]?.player_name });
  const again = (await night.slate()).filter(({ player_lookup }) => player_lookup === rows[0]?.player_lookup);
  expect(new Set(again.map(({ generation }) => generation))).toEqual(new Set([2]));
});
