import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { RunMode } from '../../pipeline/player/run-mode.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { CommitText } from '../kit/input/commit-text.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { reasonText } from '../kit/input/lock-reason.ts';
import { RunModeText } from '../kit/input/run-mode-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { presentBatch } from './find-batch.ts';
import { passGate, recordGate } from './pass-gate.ts';
import { openSlateOrThrow, runBatchToEnd } from './run-slate.ts';

const SkipReason = reasonText('say in a few words why the batch cannot wait for a deploy');

const BatchStartInput = z.strictObject({
  date: GameDateText.describe('the game date: YYYY-MM-DD, yesterday, today or tomorrow'),
  mode: RunModeText.optional().describe(
    `how strict the data checks are: ${RunMode.options.join(', ')}; default: by the time of day in New York`,
  ),
  wait: z.boolean().default(false).describe('answer only when the batch has finished'),
  require: CommitText.optional().describe('a commit that must serve'),
  skip_drift_check: SkipReason.optional().describe('why it starts with stale code; people only'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch start': typeof BatchStartInput;
  }
}

export const startBatchOperation = operation({
  name: 'batch start',
  summary: 'Predict the players of a game date. Continues an open batch of that date.',
  input: BatchStartInput,
  output: BatchReport,
  refusal: BatchReport,
  positionals: ['date'],
  forPeople: ['skip_drift_check'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'Nothing is lost. The batch continues at the next `tipoff batch start` for its date, or at `tipoff start`.',
  async run(app, { input, actor, request, progress }) {
    const gameDate = parseGameDate(input.date, app.now());
    const wanted = { gameDate, require: input.require, skipReason: input.skip_drift_check, actor };
    const gate = await passGate(app, wanted);
    if (gate.type === 'refused') return gate.outcome;
    const auditContext = auditContextOfCall(app, { actor, request });
    const mode = input.mode === undefined ? {} : { mode: input.mode };
    const { batchId, type } = await openSlateOrThrow(app, { gameDate, auditContext, ...mode });
    await recordGate(app, { actor, request }, { ...wanted, batchId, gate });
    const finished = runBatchToEnd(app, { batchId, progress });
    if (input.wait) return await finished;
    app.continueInBackground(finished);
    const data = await presentBatch(app, batchId);
    const message =
      `Batch ${batchId} for ${gameDate} ${type === 'started' ? 'has started' : 'was already open and continues'}. ${gate.note}`.trimEnd();
    const next = [nextStep('batch status', { id: batchId }, { why: 'See its progress.' })];
    return { decision: 'done', code: type === 'started' ? 'started' : 'already_open', message, data, next };
  },
});
