import { randomUUID } from 'node:crypto';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { warehouseFile } from '../pipeline/warehouse-file.ts';
import { runNamed } from './run-named.ts';

const TONIGHT = '2026-02-05';
const NOW = new Date('2026-02-05T22:00:00Z');
const SMALL = { seed: 'test', today: TONIGHT, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 2 };
const leagueFile = warehouseFile((warehouse) =>
  importFiles({ warehouse, now: () => NOW, newId: randomUUID }, { sources: sampleLeague(SMALL), origin: 'sample' }),
);

const Slate = z.object({
  predictions: z.array(
    z.object({
      player_lookup: z.string(),
      player_name: z.string(),
      current_points_line: z.number().nullable(),
      over_probability: z.number().nullable(),
      under_probability: z.number().nullable(),
      pick: z.object({ side: z.string(), value: z.number() }).nullable(),
      no_pick: z.string().nullable(),
    }),
  ),
});
const Shown = z.object({
  predictions: z.array(
    z.object({
      team_abbr: z.string(),
      opponent_team_abbr: z.string(),
      game_id: z.string(),
      system_id: z.string(),
      predicted_points: z.number(),
      models: z.record(z.string(), z.number()).nullable(),
      pick: z.object({ value: z.number() }).nullable(),
    }),
  ),
});
const Lines = z.object({
  no_pick: z.string().nullable(),
  lines: z.array(
    z.object({ over_probability: z.number(), under_probability: z.number(), pick: z.string().nullable() }),
  ),
});

async function league() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-lines-'));
  await leagueFile(folder.path);
  const { app, idle, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { now: () => NOW });
  onTestFinished(async () => {
    await idle();
    await close();
    await folder.remove();
  });
  return (name: string, given: object) => runNamed(app, { name, given, actor: ANN, request: 'r' });
}

type Ask = Awaited<ReturnType<typeof league>>;

/** Reads every page of the slate. */
async function wholeSlate(ask: Ask) {
  const pages: z.infer<typeof Slate>['predictions'][] = [];
  let given: object | undefined = { date: TONIGHT };
  while (given !== undefined) {
    const reply: Awaited<ReturnType<Ask>> = await ask('predict slate', given);
    pages.push(Slate.parse(reply.data).predictions);
    given = reply.next[0]?.arguments;
  }
  return pages.flat();
}

test("every player with a line has his bookmakers' lines, with one pick or the reason why there is none", async () => {
  const ask = await league();
  await ask('batch start', { date: TONIGHT, wait: true });
  const predictions = await wholeSlate(ask);
  const lined = predictions.filter(({ current_points_line }) => current_points_line !== null);
  const names = new Set(lined.map(({ player_name }) => player_name));
  expect(names.size).toBeGreaterThan(10);
  for (const name of names) {
    const reply = await ask('predict lines', { name });
    const { lines, no_pick } = Lines.parse(reply.data);
    expect(lines.length, name).toBeGreaterThan(0);
    for (const line of lines) expect(line.over_probability + line.under_probability).toBeCloseTo(1, 3);
    expect(lines.filter(({ pick }) => pick !== null)).toHaveLength(no_pick === null ? 1 : 0);
    expect(reply.message).toContain(no_pick === null ? ': the pick is ' : ': there is no pick, because ');
  }
});

test('the slate has the probabilities and the pick of every player, as his lines have', async () => {
  const ask = await league();
  await ask('batch start', { date: TONIGHT, wait: true });
  const players = await wholeSlate(ask);
  for (const player of players) {
    if (player.current_points_line === null) expect(player.over_probability).toBeNull();
    else expect((player.over_probability ?? 0) + (player.under_probability ?? 0)).toBeCloseTo(1, 3);
    const { no_pick } = Lines.parse((await ask('predict lines', { name: player.player_name })).data);
    const { pick, over_probability, under_probability } = player;
    expect(player.no_pick).toBe(no_pick);
    expect(pick === null).toBe(no_pick !== null);
    expect(await ask('predict player', { name: player.player_name })).toMatchObject({
      data: { priced: { pick, no_pick, over_probability, under_probability } },
    });
  }
});

test('a date before every fitted distribution is not priced', async () => {
  const ask = await league();
  await ask('batch start', { date: TONIGHT, wait: true });
  const { predictions } = Slate.parse((await ask('predict slate', { date: TONIGHT })).data);
  const reply = await ask('predict lines', { name: predictions[0]?.player_name, date: '2025-01-05' });
  expect(reply).toMatchObject({ code: 'no_training', data: { lines: [] } });
});

test('the slate lists one team, one game, one model, or the best picks', async () => {
  const ask = await league();
  await ask('batch start', { date: TONIGHT, wait: true });
  const read = async (given: object) => {
    const reply = await ask('predict slate', { date: TONIGHT, ...given });
    return { ...reply, shown: Shown.parse(reply.data).predictions };
  };
  const all = await wholeSlate(ask);
  const [first] = (await read({})).shown;
  if (first === undefined) throw new Error('the slate has no player');
  const { team_abbr, opponent_team_abbr, game_id } = first;

  const team = await read({ team: team_abbr.toLowerCase() });
  expect(new Set(team.shown.map((player) => player.team_abbr))).toEqual(new Set([team_abbr]));
  for (const game of [game_id, `${opponent_team_abbr} ${team_abbr}`]) {
    const { shown } = await read({ game });
    expect(new Set(shown.map((player) => player.game_id))).toEqual(new Set([game_id]));
  }
  const { shown: byModel } = await read({ model: 'moving_average', models: true });
  for (const { predicted_points, system_id, models } of byModel) {
    expect(system_id).toBe('moving_average');
    expect(models?.['moving_average']).toBe(predicted_points);
  }
  const picks = all.filter(({ pick }) => pick !== null);
  const best = await read({ picks_only: true, top: 2 });
  expect(best.shown.map(({ pick }) => pick === null)).toEqual(picks.slice(0, 2).map(() => false));
  expect(best).toMatchObject({ data: { matching: picks.length }, next: [] });
});
