import { createApp } from '#src/app.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { aModel } from '#test/pipeline/models/a-model.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { LEAGUE_DATE } from './small-league.ts';

/**
 * A process that takes the date's batch to its end, from wherever the previous process was killed: `slate-child.ts <folder> [<points> [<ms> [<now>]]]`.
 * It prints `begin` before it touches a store and `done` at the end. With `<points>` it dies at the player with this season average. With `<ms>` it
 * spreads the requests over that many milliseconds. With `<now>` its clock stands
 * still at this time. An empty argument counts as not given.
 */
const [dataFolder = '', deadlyPoints = '', spreadMs = '', now = ''] = process.argv.slice(2);
const pacing = spreadMs === '' ? 'at-once' : { spreadMs: Number(spreadMs) };

const deadly = aModel('deadly', ({ features }) => {
  if (String(features['points_avg_season']) === deadlyPoints) process.kill(process.pid, 'SIGKILL');
  return { absent: 'it predicts nobody' };
});

const models = deadlyPoints === '' ? RULE_MODELS : [deadly, ...RULE_MODELS];
const clock = now === '' ? {} : { now: () => new Date(now) };
const { app, close } = createApp({ platform: 'embedded', dataFolder }, { models: () => models, ...clock });
process.stdout.write('begin\n');
const [unfinished] = await app.runner.unfinished();
if (unfinished === undefined) {
  const opened = await openSlate(app, { gameDate: LEAGUE_DATE, auditContext: systemAuditContext(app.audit, 'test') });
  if (!('batchId' in opened)) throw new Error(opened.type);
  await app.runner.run(opened.batchId, { pacing });
} else {
  await app.runner.run(unfinished);
}
await close();
process.stdout.write('done\n');
