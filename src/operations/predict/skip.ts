import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { type SkipDecision, skipPlayer } from '../../pipeline/batch/skip-player.ts';
import { playersOf } from '../../pipeline/player/player-document.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import { batchNamed } from '../batch/current-batch.ts';
import { presentBatch } from '../batch/find-batch.ts';
import { refuseWhilePreparing } from '../batch/rerun.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { BatchOrDate } from '../kit/input/batch-or-date.ts';
import { PlayerName } from '../kit/input/player-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { playerNamed } from './find-player.ts';

const PredictSkipInput = z.strictObject({
  name: PlayerName.describe('the name of one player of the batch, or a part of it'),
  batch: BatchOrDate.optional().describe('a batch id or a game date; default: the newest batch'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'predict skip': typeof PredictSkipInput;
  }
}

export const skipOnePlayer = operation({
  name: 'predict skip',
  summary: "End a player's open request without a prediction. For people only.",
  input: PredictSkipInput,
  output: BatchReport,
  positionals: ['name', 'batch'],
  rest: 'name',
  effect: 'approve',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input, ...caller }) {
    const batch = await batchNamed(app, input.batch);
    refuseWhilePreparing(batch);
    const { batch_id, game_date } = batch;
    const players = (await app.store.query(playersOf(batch_id), {})).map((player) => player.data);
    const { player_lookup, player_name } = playerNamed(input.name, players, `in batch ${batch_id} for ${game_date}`);
    const auditContext = auditContextOfCall(app, caller);
    const decision = await skipPlayer(app.store, { batch, playerLookup: player_lookup, auditContext });
    const data = await presentBatch(app, batch_id);
    if (decision.type !== 'skipped') throw nothingToSkip(player_name, data, decision);
    const message = `Skipped ${quoteText(player_name)} in batch ${batch_id}: the request ends without a prediction, and the batch does not wait for it. A late answer changes nothing. \`tipoff predict rerun ${player_lookup} --date ${game_date}\` requests the player again.`;
    const next = [nextStep('batch status', { id: batch_id }, { why: 'See whether the batch has finished.' })];
    return { decision: 'done', code: 'skipped', message, data, next };
  },
});

function nothingToSkip(
  playerName: string,
  { batch_id, state }: BatchReport,
  decision: Exclude<SkipDecision, { type: 'skipped' }>,
): Problem {
  const player = quoteText(playerName);
  if (decision.type === 'not-open') {
    const message = `Batch ${batch_id} is ${state}, so ${player} has no open request to skip. Only a player of an open batch can be skipped.`;
    return new Problem({ code: 'batch_not_open', message });
  }
  const { status, reason } = decision;
  const why = reason === null ? status : `${status} (${reason})`;
  const redrive =
    status === 'failed'
      ? ` The batch does not wait for the player. \`tipoff batch redrive ${batch_id}\` tries again.`
      : '';
  const message = `There is nothing to skip: ${player} already has an outcome in batch ${batch_id}, ${why}.${redrive}`;
  return new Problem({ code: 'nothing_to_skip', message });
}
