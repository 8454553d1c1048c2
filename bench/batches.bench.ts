import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#src/app.ts';
import type { App } from '#src/operations/app.ts';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import type { Bench, Measure } from './measure.ts';
import { timed } from './measure.ts';
import { runSlate } from './run-slate.ts';

const GAME_DATE = '2026-02-05';
/** So few that nearly everybody plays enough to be asked for. */
const PLAYERS_PER_TEAM = 9;
/** Of those who play this share is asked for; the others are hurt or play too little. */
const SHARE_ASKED = 0.87;
/** Enough for the windows of five and ten games. */
const GAMES_PER_TEAM = 12;
const SMALL = 10_000;
const LARGE = 100_000;
const LIMIT_SMALL_SECONDS = 2;
const LIMIT_RATIO = 10.5;

/** Batches of leagues so large that everybody plays on one evening, from the start to the consolidated table. */
export const bench: Bench = {
  name: 'batches',
  limitMiB: 1280,
  async run() {
    const small = await measureBatch(SMALL);
    const large = await measureBatch(LARGE);
    return [
      { ...small, limit: LIMIT_SMALL_SECONDS },
      large,
      { name: '100,000 against 10,000 players', value: large.value / small.value, unit: 'times', limit: LIMIT_RATIO },
    ];
  },
};

async function measureBatch(players: number): Promise<Measure> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder });
  try {
    await importLeague(app, players);
    await runSlate(app, GAME_DATE);
    const { seconds, result } = await timed(() => runSlate(app, GAME_DATE));
    const name = `a batch of ${result.expected_players.toLocaleString('en-US')} players`;
    return { name, value: seconds, unit: 's' };
  } finally {
    await close();
    await rm(dataFolder, { recursive: true });
  }
}

async function importLeague(app: App, players: number): Promise<void> {
  const teams = Math.ceil(players / SHARE_ASKED / PLAYERS_PER_TEAM / 2) * 2;
  const options = { seed: 'bench', today: GAME_DATE, teams, playersPerTeam: PLAYERS_PER_TEAM };
  const sources = sampleLeague({ ...options, gamesPerTeam: GAMES_PER_TEAM, gamesTonight: teams / 2, lineDays: 1 });
  await importFiles(app, { sources, origin: 'sample' });
  await buildFeatures(app, { from: GAME_DATE, to: GAME_DATE });
}
