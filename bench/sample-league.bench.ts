import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#src/app.ts';
import { loadSample } from '#src/pipeline/sample/load-sample.ts';
import { type Bench, timed } from './measure.ts';

const TODAY = '2026-02-05';
const LIMIT_SECONDS = 6;

/** The sample league that the first `npm start` creates. */
export const bench: Bench = {
  name: 'sample league',
  async run() {
    const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder });
    try {
      const { seconds } = await timed(() => loadSample(app, TODAY, () => undefined));
      return [{ name: 'create the sample league', value: seconds, unit: 's', limit: LIMIT_SECONDS }];
    } finally {
      await close();
      await rm(dataFolder, { recursive: true });
    }
  },
};
