import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { latePosts, readLateResults } from '../../pipeline/batch/late-results.ts';
import { slateAsOf } from '../../pipeline/batch/open-slate.ts';
import { readBatch } from '../../pipeline/batch/read-batch.ts';
import { openGeneration } from '../../pipeline/batch/rerun-players.ts';
import type { DoneBatch } from '../../pipeline/documents/batch-document.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { BatchName, parseBatchName } from '../kit/input/batch-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation, type RefusedOutcome } from '../kit/operation.ts';
import { findBatch, presentBatch } from './find-batch.ts';
import { isOutdated } from './outdated-card.ts';
import { leaveClosedGames } from './rerun.ts';
import { runBatchToEnd } from './run-slate.ts';

const IncludeLateInput = z.strictObject({
  id: BatchName.describe('the batch id'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch include-late': typeof IncludeLateInput;
  }
}

export const includeLateResults = operation({
  name: 'batch include-late',
  summary: 'Publish late players with a re-run.',
  input: IncludeLateInput,
  output: BatchReport,
  refusal: BatchReport,
  positionals: ['id'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'Nothing is lost. The batch continues at the next `tipoff batch start` for its date, or at `tipoff start`.',
  async run(app, { input, actor, request, progress }) {
    const { id, generation } = parseBatchName(input.id);
    const report = await findBatch(app, id);
    const batch = await readBatch(app.store, report.batch_id);
    if (isOutdated(report, generation)) return includedBefore(report);
    if (batch?.state !== 'done') return refused('batch_not_done', notDone(report), report);
    const late = await readLateResults(app.store, batch);
    if (late.length === 0) return nobodyLate(report);
    const lookups = late.map(({ data }) => data.player_lookup);
    const { playerLookups, leftAlone } = await leaveClosedGames(app, batch, lookups);
    const opened = await openGeneration(app, {
      batch,
      playerLookups,
      asOf: await slateAsOf(app, batch.game_date),
      auditContext: auditContextOfCall(app, { actor, request }),
      posts: latePosts(batch, late, nameOf(actor)),
    });
    if (opened === 'superseded') return includedBefore(await presentBatch(app, batch.batch_id));
    if (opened.type === 'refused') return refused('another_batch_open', anotherOpen(batch), report);
    const finished = await runBatchToEnd(app, { batchId: batch.batch_id, progress });
    return { ...finished, message: `Included ${playersText(playerLookups.length)}. ${leftAlone}${finished.message}` };
  },
});

function playersText(players: number): string {
  return players === 1 ? '1 late player' : `${players} late players`;
}

function includedBefore(report: BatchReport): RefusedOutcome {
  const message = `The late players of batch ${report.batch_id} were included before, or a re-run has started since. The batch is ${report.state}.`;
  return refused('included_before', message, report);
}

function nobodyLate(report: BatchReport): RefusedOutcome {
  return refused('nobody_late', `Batch ${report.batch_id} has no predictions that came too late.`, report);
}

function notDone({ batch_id, state }: BatchReport): string {
  return `Batch ${batch_id} is ${state}. Late players can be included when the batch has ended.`;
}

function anotherOpen({ game_date }: DoneBatch): string {
  return `Nothing was changed, because another batch of ${game_date} is open. Try again when it has ended.`;
}

function refused(code: string, message: string, { batch_id: id }: BatchReport): RefusedOutcome {
  const next = [nextStep('batch status', { id }, { why: 'See the state of the batch.' })];
  return { decision: 'refused', code, message, data: null, next };
}
