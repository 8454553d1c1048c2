import * as z from 'zod';
import { activeFreeze, readFreezes } from '../../coordination/deploy-locks/freeze.ts';
import { currentLocks } from '../../coordination/deploy-locks/load-locks.ts';
import { Instant } from '../../platform/instant.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { operation } from '../kit/operation.ts';
import { requireService } from './execute-lock-command.ts';
import { FreezeFacts, freezeFacts, freezeSentence } from './freeze-text.ts';
import { LockFacts, lockFacts } from './lock-facts.ts';
import { lockOverview, overviewSentence } from './lock-overview.ts';

const DeployStatusInput = z.strictObject({
  service: ServiceName.optional().describe('one service; default: every service'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy status': typeof DeployStatusInput;
  }
}

export const deployStatus = operation({
  name: 'deploy status',
  summary: 'Show the holder, the queue and the last deploy of every service.',
  input: DeployStatusInput,
  output: z.object({ at: Instant, freeze: FreezeFacts.nullable(), locks: z.array(LockFacts) }),
  positionals: ['service'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input }) {
    if (input.service !== undefined) requireService(app, input.service, 'with-global');
    const [views, freezes, now] = await Promise.all([currentLocks(app), readFreezes(app.store), app.store.now()]);
    const active = activeFreeze(freezes, now);
    const freeze = active === null ? null : freezeFacts(active);
    const all = lockOverview(views.map(lockFacts));
    const locks = all.filter(({ service }) => (input.service ?? service) === service);
    const frozen = freeze === null ? '' : `${freezeSentence(freeze, now)} `;
    const message = `${frozen}${overviewSentence(locks)}`;
    return { decision: 'done', code: 'ok', message, data: { at: now, freeze, locks }, next: [] };
  },
});
