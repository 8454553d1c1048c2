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
    z.object({ player_lookup: z.string(), player_name: z.string(), current_points_line: z.number().nullable() }),
  ),
});
const Priced = z.object({
  priced: z.array(
    z.object({
      player_lookup: z.string(),
      line: z.number().nullable(),
      over_probability: z.number().nullable(),
      under_probability: z.number().nullable(),
      pick: z.object({ side: z.string() }).nullable(),
      no_pick: z.string().nullable(),
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

test("every player with a line has his bookmakers' lines, with one pick or the reason why there is none", async () => {
  const ask = await league();
  await ask('batch start', { date: TONIGHT, wait: true });
  const { predictions } = Slate.parse((await ask('predict slate', { date: TONIGHT })).data);
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
  const slate = await ask('predict slate', { date: TONIGHT });
  const { priced } = Priced.parse(slate.data);
  const { predictions } = Slate.parse(slate.data);
  expect(priced.map(({ player_lookup }) => player_lookup)).toEqual([
    ...new Set(predictions.map(({ player_lookup }) => player_lookup)),
  ]);
  for (const player of priced) {
    if (player.line === null) expect(player.over_probability).toBeNull();
    else expect((player.over_probability ?? 0) + (player.under_probability ?? 0)).toBeCloseTo(1, 3);
    const own = predictions.find(({ player_lookup }) => player_lookup === player.player_lookup);
    const { no_pick } = Lines.parse((await ask('predict lines', { name: own?.player_name })).data);
    expect(player.no_pick).toBe(no_pick);
    expect(player.pick === null).toBe(no_pick !== null);
    expect(await ask('predict player', { name: own?.player_name })).toMatchObject({ data: { priced: player } });
  }
});

test('a date before every fitted distribution is not priced', async () => {
  const ask = await league();
  await ask('batch start', { date: TONIGHT, wait: true });
  const { predictions } = Slate.parse((await ask('predict slate', { date: TONIGHT })).data);
  const reply = await ask('predict lines', { name: predictions[0]?.player_name, date: '2025-01-05' });
  expect(reply).toMatchObject({ code: 'no_training', data: { lines: [] } });
});
