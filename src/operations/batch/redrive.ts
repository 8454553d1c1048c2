import * as z from 'zod';
import { BatchReport } from '../../pipeline/batch/batch-report.ts';
import type { CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { playersOf } from '../../pipeline/player/player-document.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { BatchOrDate } from '../kit/input/batch-or-date.ts';
import { PlayerName } from '../kit/input/player-name.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { playerNamed } from '../predict/find-player.ts';
import { batchNamed } from './current-batch.ts';
import { presentBatch } from './find-batch.ts';
import { refuseWhilePreparing, rerun } from './rerun.ts';

const BatchRedriveInput = z.strictObject({
  batch: BatchOrDate.describe('the batch id, or the game date of its newest batch'),
  player: PlayerName.optional().describe('the name of one failed player; default: every failed player'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'batch redrive': typeof BatchRedriveInput;
  }
}

export const redrive = operation({
  name: 'batch redrive',
  summary: 'Request the failed players of a batch again. For people only.',
  input: BatchRedriveInput,
  output: BatchReport,
  refusal: BatchReport,
  positionals: ['batch', 'player'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt:
    'Nothing is lost. The batch continues at the next `tipoff batch start` for its date, or at `tipoff start`.',
  async run(app, { input, ...caller }) {
    const batch = await batchNamed(app, input.batch);
    refuseWhilePreparing(batch);
    const playerLookups =
      input.player === undefined ? await failedPlayers(app, batch) : await onePlayer(app, batch, input.player);
    return playerLookups.length === 0
      ? await nobodyFailed(app, batch)
      : await rerun(app, { batch, playerLookups }, caller);
  },
});

async function failedPlayers({ store }: App, { batch_id }: CurrentBatch): Promise<readonly string[]> {
  const failed = await store.query(playersOf(batch_id), { where: [['status', '==', 'failed']] });
  return failed.map(({ id }) => id);
}

/**
 * Finds the named player among all players of the batch, so that a similar name of a failed player is not taken for it.
 * Throws a `Problem` if the player has not failed.
 */
async function onePlayer({ store }: App, { batch_id }: CurrentBatch, name: string): Promise<readonly string[]> {
  const players = (await store.query(playersOf(batch_id), {})).map(({ data }) => data);
  const { player_lookup, player_name, status } = playerNamed(name, players, `in batch ${batch_id}`);
  if (status === 'failed') return [player_lookup];
  const message = `The request of ${quoteText(player_name)} in batch ${batch_id} has not failed (it is ${status}). Only failed requests can be redriven. \`tipoff predict rerun ${player_lookup}\` predicts the player again.`;
  throw new Problem({ code: 'not_failed', message });
}

async function nobodyFailed(app: App, { batch_id }: CurrentBatch): Promise<Outcome<never, BatchReport>> {
  const message = `No player of batch ${batch_id} has failed, so there is nothing to redrive.`;
  const data = await presentBatch(app, batch_id);
  return { decision: 'refused', code: 'nobody_failed', message, data, next: [] };
}
