import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '#src/app.ts';
import type { Bench, Measure } from './measure.ts';
import { timed } from './measure.ts';
import { runSlate } from './run-slate.ts';

const PREPARE = new URL('prepare-league.ts', import.meta.url).pathname;
const GAME_DATE = '2026-02-05';
const SMALL = 10_000;
const LARGE = 100_000;
const LIMIT_SMALL_SECONDS = 4;
const LIMIT_RATIO = 12;

/** Runs batches of large leagues that all play on one evening, from the start to the consolidated table. */
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
  // The league is prepared in another process, so that the measured memory is that of the batches.
  await promisify(execFile)(process.execPath, [PREPARE, dataFolder, GAME_DATE, String(players)]);
  const { app, close } = createApp({ platform: 'embedded', dataFolder });
  try {
    await runSlate(app, GAME_DATE);
    const { seconds, result } = await timed(() => runSlate(app, GAME_DATE));
    const name = `a batch of ${result.expected_players.toLocaleString('en-US')} players`;
    return { name, value: seconds, unit: 's' };
  } finally {
    await close();
    await rm(dataFolder, { recursive: true });
  }
}
