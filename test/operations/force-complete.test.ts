import { expect, it } from 'vitest';
import * as z from 'zod';
import { personAt } from '#src/coordination/identity/actor.ts';
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

it('who asks again is told who said yes and how many are still wanted, and after that that it is approved', async () => {
  const app = await anApp({ roles: TWO });
  await anOpenBatch(app.store, [aPlayer('a'), aPlayer('b')]);
  const askForIt = () => ask(app, BEN, ['batch force-complete', {}]);

  const first = await askForIt();
  expect(first).toMatchObject({ decision: 'pending', message: expect.stringContaining('2 different people have') });
  const { approval_id } = z.object({ approval_id: z.string() }).parse(first.data);
  await ask(app, ANN, ['approval approve', { approval_id }]);
  expect((await askForIt()).message).toContain('ann said yes; one other person has to approve');
  await ask(app, BEN, ['approval approve', { approval_id }]);
  expect(await askForIt()).toMatchObject({ decision: 'done', code: 'approved_already', next: [] });
});
