import * as z from 'zod';
import { readBatchReport } from '../../pipeline/batch/batch-report.ts';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { RunMode } from '../../pipeline/player/run-mode.ts';
import { GameDateText } from '../kit/input/game-date.ts';
import { RunModeText } from '../kit/input/run-mode.ts';
import { operation } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';
import { openSlateOrRefuse, runToEnd } from './run-slate.ts';

export const startBatchOperation = operation({
  name: 'batch start',
  summary: 'Predict the players of a game date; goes on with the batch of that date if one is open.',
  input: z.strictObject({
    date: GameDateText.describe('the game date: YYYY-MM-DD, today or tomorrow'),
    mode: RunModeText.optional().describe(
      `how strict it is with the data: ${RunMode.options.join(', ')}; by the hour in New York unless given`,
    ),
    wait: z.boolean().default(false).describe('answer when the batch is finished, not when it is started'),
  }),
  positionals: [],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'Nothing is lost: the batch goes on at the next `tipoff batch start` of its date, or `tipoff start`.',
  async run(app, { input, actor, request, progress }) {
    const gameDate = parseGameDate(input.date, app.now());
    const auditContext = auditContextOfCall(app, { actor, request });
    const mode = input.mode === undefined ? {} : { mode: input.mode };
    const { batchId, type } = await openSlateOrRefuse(app, { gameDate, auditContext, ...mode });
    const ended = runToEnd(app, { batchId, progress });
    if (input.wait) return await ended;
    app.continueInBackground(ended);
    const data = await readBatchReport(app.store, batchId);
    const message = `Batch ${batchId} for ${gameDate} ${type === 'started' ? 'is started' : 'was open already and goes on'}.`;
    const next = [{ operation: 'batch status', arguments: { id: batchId }, why: 'See how far it is.' }];
    return { decision: 'done', code: type === 'started' ? 'started' : 'already_open', message, data, next };
  },
});
