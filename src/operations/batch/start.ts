import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { RunMode } from '../../pipeline/player/run-mode.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { RunModeText } from '../kit/input/run-mode-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { presentBatch } from './find-batch.ts';
import { openSlateOrThrow, runBatchToEnd } from './run-slate.ts';

const BatchStartInput = z.strictObject({
  date: GameDateText.describe('the game date: YYYY-MM-DD, today or tomorrow'),
  mode: RunModeText.optional().describe(
    `how strict the data checks are: ${RunMode.options.join(', ')}; default: the mode that fits the time of day in New York`,
  ),
  wait: z.boolean().default(false).describe('answer when the batch has finished, not when it has started'),
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
  positionals: [],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'Nothing is lost. The batch continues at the next `tipoff batch start` for its date, or at `tipoff start`.',
  async run(app, { input, actor, request, progress }) {
    const gameDate = parseGameDate(input.date, app.now());
    const auditContext = auditContextOfCall(app, { actor, request });
    const mode = input.mode === undefined ? {} : { mode: input.mode };
    const { batchId, type } = await openSlateOrThrow(app, { gameDate, auditContext, ...mode });
    const finished = runBatchToEnd(app, { batchId, progress });
    if (input.wait) return await finished;
    app.continueInBackground(finished);
    const data = await presentBatch(app, batchId);
    const message = `Batch ${batchId} for ${gameDate} ${type === 'started' ? 'has started' : 'was already open and continues'}.`;
    const next = [nextStep('batch status', { id: batchId }, { why: 'See its progress.' })];
    return { decision: 'done', code: type === 'started' ? 'started' : 'already_open', message, data, next };
  },
});
