import { randomUUID } from 'node:crypto';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { createApp } from '#src/app.ts';
import type { OPERATIONS } from '#src/operations/registry.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readImportState } from '#src/pipeline/import/import-state.ts';
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

interface League {
  /** The newest date that was played. */
  readonly played: string;
  ask(name: string, given?: Record<string, unknown>): ReturnType<(typeof OPERATIONS)[number]['run']>;
}

const test = base.extend<{ league: League }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  league: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    await leagueFile(folder.path);
    const { app, idle, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { now: () => NOW });
    const state = await readImportState(app.warehouse);
    const played = state.imported ? (state.lastPlayedDate ?? '') : '';
    await use({
      played,
      ask: (name, given = {}) => runNamed(app, { name, given, actor: ANN, request: 'r' }),
    });
    await idle();
    await close();
  },
});

test('a played date is graded and shown from the table', async ({ league }) => {
  const { played, ask } = league;
  await ask('batch start', { date: played, wait: true });
  const graded = await ask('results grade', { date: played });
  expect(graded).toMatchObject({ decision: 'done', code: 'ok', data: { game_date: played, missing_actuals: 0 } });
  expect(graded.message).toMatch(/Graded [\d,]+ predictions of \d models for \d+ players in \d games? on /);
  expect(await ask('results show')).toMatchObject({ data: graded.data, message: graded.message });
  expect(await ask('results show', { date: played })).toMatchObject({ data: graded.data });
});

test('a date that cannot be graded is refused with what to do', async ({ league }) => {
  const { played, ask } = league;
  await expect(ask('results show')).rejects.toMatchObject({ code: 'nothing_graded' });
  await expect(ask('results show', { date: played })).rejects.toMatchObject({ code: 'not_graded' });
  await expect(ask('results grade', { date: '2026-02-06' })).rejects.toMatchObject({ code: 'future_date' });
  await expect(ask('results grade', { date: 'yesterday' })).rejects.toMatchObject({ code: 'no_predictions' });
  await expect(ask('results grade', { date: played })).rejects.toMatchObject({
    code: 'no_predictions',
    message: expect.stringContaining(`tipoff batch start --date ${played}`),
  });
  await ask('batch start', { date: 'today', wait: true });
  await expect(ask('results grade', { date: 'today' })).rejects.toMatchObject({
    code: 'no_final_game',
    message: expect.stringMatching(/None of the 2 games .* at .* \(not final yet\).*tipoff import/s),
  });
});
