import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#src/app.ts';
import type { App } from '#src/operations/app.ts';
import { runBacktest } from '#src/pipeline/backtest/run-backtest.ts';
import { buildFeatures } from '#src/pipeline/features/build-features.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import type { Bench } from './measure.ts';
import { timed } from './measure.ts';
import { runSlate } from './run-slate.ts';

/** Real data next to the project's folder. Without it the bench is skipped. */
const REAL_DATA = new URL('../../shared/data', import.meta.url).pathname;
const GAME_DATE = '2026-02-05';
const ALL_SEASONS = { from: '2023-10-24', to: '2026-02-08' };
const THIS_SEASON = { from: '2025-10-21', to: '2026-02-08' };
const RUNS = 5;
const LIMIT_IMPORT_SECONDS = 10;
const LIMIT_FEATURES_SECONDS = 10;
const LIMIT_SLATE_SECONDS = 1;
const LIMIT_BACKTEST_SECONDS = 60;

/** Three real seasons and one real slate. */
export const bench: Bench = {
  name: 'real slate',
  async run() {
    if (!existsSync(REAL_DATA)) {
      process.stderr.write('real slate: skipped, because the real data is missing\n');
      return [];
    }
    const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder });
    try {
      const imported = await timed(async () =>
        importFiles(app, { sources: await app.importFolder(REAL_DATA), origin: 'files' }),
      );
      const features = await timed(() => buildFeatures(app, ALL_SEASONS));
      const slate = await medianSlate(app);
      const pool = { models: app.models(), snapshots: app.snapshots() };
      const backtest = await timed(() =>
        runBacktest({ ...app, pool, pricing: app.pricing(), onDate: () => undefined }, THIS_SEASON),
      );
      return [
        { name: 'import three seasons', value: imported.seconds, unit: 's', limit: LIMIT_IMPORT_SECONDS },
        { name: 'build features of three seasons', value: features.seconds, unit: 's', limit: LIMIT_FEATURES_SECONDS },
        { name: `run the slate of ${GAME_DATE}, median`, value: slate.seconds, unit: 's', limit: LIMIT_SLATE_SECONDS },
        { name: 'expected players', value: slate.expected, unit: 'players' },
        { name: 'predictions in the table', value: slate.rows, unit: 'rows' },
        {
          name: 'backtest of this season',
          value: backtest.seconds,
          unit: 's',
          limit: LIMIT_BACKTEST_SECONDS,
        },
      ];
    } finally {
      await close();
      await rm(dataFolder, { recursive: true });
    }
  },
};

/** From the start to the consolidated table. The median of several runs is robust against other load on the machine. */
async function medianSlate(app: App): Promise<{ seconds: number; expected: number; rows: number }> {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { seconds, result } = await timed(() => runSlate(app, GAME_DATE));
    runs.push({ seconds, expected: result.expected_players, rows: result.row_count });
  }
  const median = runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(RUNS / 2)];
  if (median === undefined) throw new Error('no slate has been run');
  return median;
}
