import { expect, it } from 'vitest';
import * as z from 'zod';
import { APPROVALS } from '#src/coordination/approvals/approval.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import { aWaitingBatchIn } from '../pipeline/batch/a-waiting-batch.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { anApp, ask } from './deploy/a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });

const TWO = {
  approvers: { type: 'every-person' },
  takeover: { type: 'every-person' },
  forceCompleteApprovals: 2,
} as const;

it('a repeated request shows who approved and how many more are needed, and finally that it is approved', async () => {
  const app = await anApp({ roles: TWO });
  await anOpenBatch(app.store, [aPlayer('a'), aPlayer('b')]);
  const askForIt = () => ask(app, BEN, ['batch force-complete', {}]);

  const first = await askForIt();
  expect(first).toMatchObject({ decision: 'pending', message: expect.stringContaining('2 people must approve it') });
  const { approval_id } = z.object({ approval_id: z.string() }).parse(first.data);
  await ask(app, ANN, ['approval approve', { approval_id }]);
  expect((await askForIt()).message).toContain('ann approved it; one more person must approve it');
  await ask(app, BEN, ['approval approve', { approval_id }]);
  expect(await askForIt()).toMatchObject({ decision: 'done', code: 'approved_already', next: [] });
});

it('a batch without missing players needs no approval, and the answer says what happens next', async () => {
  const app = await anApp({ roles: TWO });
  const { batch_id, game_date } = await anOpenBatch(app.store, [aPlayer('a')]);
  const outcome = { status: 'skipped', reason: 'player_injury_out' } as const;
  await recordOutcome(app.store, { batchId: batch_id, playerLookup: 'a', attempt: 1, outcome });
  expect(await ask(app, BEN, ['batch force-complete', {}])).toMatchObject({
    decision: 'refused',
    code: 'nobody_missing',
    message: expect.stringContaining('have an outcome, so no approval is needed'),
    next: [
      { operation: 'batch status', arguments: { id: batch_id } },
      { operation: 'batch start', arguments: { date: game_date } },
    ],
  });
  expect(await app.store.query({ collection: APPROVALS }, {})).toEqual([]);
});

it('after the approval a re-run is refused with the approver and when to try again', async () => {
  const app = await anApp();
  await anOpenBatch(app.store, [aPlayer('jokic'), aPlayer('embiid')]);
  const { data } = await ask(app, BEN, ['batch force-complete', {}]);
  const { approval_id } = z.object({ approval_id: z.string() }).parse(data);
  await ask(app, ANN, ['approval approve', { approval_id }]);
  const refused = ask(app, BEN, ['predict rerun', { name: 'jokic' }]);
  await expect(refused).rejects.toThrow(/ann approved its force-complete.* Try again when the batch has ended/);
});

it('the status of the batch shows the state of the request', async () => {
  const app = await anApp({ roles: TWO });
  const { batch_id } = await anOpenBatch(app.store, [aPlayer('a'), aPlayer('b')]);
  const status = () => ask(app, BEN, ['batch status', {}]);
  expect((await status()).message).not.toContain('approve');
  const { data } = await ask(app, BEN, ['batch force-complete', {}]);
  const { approval_id } = z.object({ approval_id: z.string() }).parse(data);

  expect(await status()).toMatchObject({
    message: expect.stringContaining('ben requested a force-complete. 2 people must approve it'),
    next: [
      { operation: 'approval approve', arguments: { approval_id } },
      { operation: 'approval cancel', arguments: { approval_id } },
      { operation: 'predict slate' },
    ],
  });
  await ask(app, ANN, ['approval cancel', { approval_id }]);
  expect((await status()).message).toContain(`ann cancelled the force-complete of ${batch_id}`);
  expect(await app.store.query({ collection: APPROVALS }, {})).toHaveLength(1);
});

it('a force-completed batch says that players are missing, and does not blame their data', async () => {
  const app = await anApp();
  const { batch_id } = await aWaitingBatchIn(app.store, 3);
  const { data } = await ask(app, BEN, ['batch force-complete', {}]);
  const { approval_id } = z.object({ approval_id: z.string() }).parse(data);
  await ask(app, ANN, ['approval approve', { approval_id }]);
  await advanceBatch(app, batch_id);
  const { message } = await ask(app, BEN, ['batch status', {}]);
  expect(message).toMatch(/^The slate is partial, because it ended without 1 of its players\. /);
});
