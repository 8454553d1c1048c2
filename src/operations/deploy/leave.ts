import * as z from 'zod';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { leaveQueue } from '../../coordination/deploy-locks/lock-queue.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { operation } from '../kit/operation.ts';
import { cannotClaimOutcome } from './blocked-claim.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { lockName } from './lock-text.ts';

const DeployLeaveInput = z.strictObject({
  service: ServiceName.describe('the service whose lock you wait for, or global'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy leave': typeof DeployLeaveInput;
  }
}

export const leaveDeployQueue = operation({
  name: 'deploy leave',
  summary: 'Leave the queue for a deploy lock.',
  input: DeployLeaveInput,
  output: z.object({ service: z.string() }),
  positionals: ['service'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    const { service } = call.input;
    requireService(app, service, 'with-global');
    const { answer } = await executeLockCommand(app, call, (state) =>
      leaveQueue(state, service, claimantOf(call.actor)),
    );
    if (answer.type === 'unreadable') return cannotClaimOutcome(answer);
    const [code, message] =
      answer.type === 'left'
        ? ['ok', `You left the queue for ${lockName(service)}.`]
        : ['not_queued', `You are not in the queue for ${lockName(service)}.`];
    return { decision: 'done', code, message, data: { service }, next: [] };
  },
});
