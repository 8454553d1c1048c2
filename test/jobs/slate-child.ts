import { createApp } from '#src/app.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import type { Model } from '#src/pipeline/models/model.ts';
import { MODELS } from '#src/pipeline/models/registry.ts';
import { LEAGUE_DATE } from './small-league.ts';

/**
 * A process that takes the date's batch to its end, from wherever the one before it was killed: `slate-child.ts <folder> [<points>]`. It says
 * `begin` before it touches a store and `done` at the end. With `<points>` it dies at the player whose season mean is that.
 */
const [dataFolder = '', deadlyPoints] = process.argv.slice(2);

const deadly: Model = {
  systemId: 'deadly',
  version: '1',
  confidenceScale: 1,
  predict: ({ features }) => {
    if (String(features['points_avg_season']) === deadlyPoints) process.kill(process.pid, 'SIGKILL');
    return;
  },
};

const models = deadlyPoints === undefined ? MODELS : [deadly, ...MODELS];
const { app, close } = createApp({ platform: 'embedded', dataFolder }, { models });
process.stdout.write('begin\n');
const [unfinished] = await app.runner.unfinished();
if (unfinished === undefined) {
  const opened = await openSlate(app, { gameDate: LEAGUE_DATE });
  if (opened.type === 'no-games') throw new Error('the league has no games on the date');
  await app.runner.run(opened.batchId);
} else {
  await app.runner.run(unfinished);
}
await close();
process.stdout.write('done\n');
