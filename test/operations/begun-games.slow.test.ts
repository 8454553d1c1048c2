import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { readClosedGames } from '#src/pipeline/batch/closed-games.ts';
import { readSlateGames } from '#src/pipeline/batch/open-slate.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';

const TONIGHT = '2026-02-05';
const AFTERNOON = '2026-02-05T22:00:00Z';
const SMALL = { seed: 'test', today: TONIGHT, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 2 };

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;

const Row = z.record(z.string(), z.unknown());
const Closed = z.object({ closed_games: z.array(z.object({ game_id: z.string() })) });
const Slate = z.object({
  predictions: z.array(
    z.object({
      player_lookup: z.string(),
      player_name: z.string(),
      game_id: z.string(),
      batch_id: z.string(),
      generation: z.number(),
      is_backfill: z.boolean(),
    }),
  ),
});

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

function anHourBefore(tipoff: Date): string {
  return instantFromDate(new Date(tipoff.getTime() - HOUR_MS));
}

async function aNight(dataFolder: string) {
  let now = new Date(AFTERNOON);
  const { app, idle, close } = createApp({ platform: 'embedded', dataFolder }, { now: () => now });
  await importFiles(app, { sources: sampleLeague(SMALL), origin: 'sample' });
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
    slate: async () => Slate.parse((await ask('predict slate', { date: TONIGHT })).data).predictions,
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
