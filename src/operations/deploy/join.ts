import * as z from 'zod';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { joinQueue } from '../../coordination/deploy-locks/lock-queue.ts';
import { millisOf } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import { HoldDuration, holdUntil } from '../kit/input/hold-duration.ts';
import { LockReason } from '../kit/input/lock-reason.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { sentenceCase } from '../kit/sentence-case.ts';
import { cannotClaimOutcome, refused } from './blocked-claim.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { claimantName, HoldFacts, holdFacts } from './lock-facts.ts';
import { lockName } from './lock-text.ts';

const DeployJoinInput = z.strictObject({
  service: ServiceName.describe('the service to deploy, or global for all services'),
  reason: LockReason.describe('what you will do with the lock'),
  for: HoldDuration.default('30m').describe('how long you need the lock: 45m, 1h30m; at most 8 hours'),
});

const QueuePosition = z.object({
  service: z.string(),
  /** 1 is next. */
  place: z.number(),
  queue: z.array(UserText),
});
type QueuePosition = z.infer<typeof QueuePosition>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy join': typeof DeployJoinInput;
  }
}

export const joinDeployQueue = operation({
  name: 'deploy join',
  summary: 'Join the queue for a deploy lock.',
  input: DeployJoinInput,
  output: z.union([HoldFacts, QueuePosition]),
  positionals: ['service'],
  rest: 'reason',
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<HoldFacts | QueuePosition, never>> {
    const { service, reason, for: duration } = call.input;
    requireService(app, service, 'with-global');
    const claimant = claimantOf(call.actor);
    const { answer } = await executeLockCommand(app, call, (state) => {
      const forMs = millisOf(holdUntil(duration, state.now)) - millisOf(state.now);
      return joinQueue(state, { service, claimant, reason, forMs });
    });
    const claim = nextStep('deploy claim', { service, reason, for: duration }, { why: 'Claim it now.' });
    const leave = nextStep('deploy leave', { service }, { why: 'Leave the queue.' });
    switch (answer.type) {
      case 'waiting': {
        const queue = answer.queue.map((waiting) => claimantName(waiting.claimant));
        const message = `You are number ${answer.place} in the queue for ${lockName(service)}. The channel and \`tipoff session holds\` show when it is your turn. You then have five minutes to claim it.`;
        const data = { service, place: answer.place, queue };
        const poll = nextStep('session holds', {}, { why: 'See whether it is your turn. Poll this while you wait.' });
        const next = call.actor.kind === 'agent' ? [poll, leave] : [leave];
        return { decision: 'done', code: 'queued', message, data, next };
      }
      case 'yours-to-claim':
        return refused('lock_free', `${sentenceCase(lockName(service))} is free for you. Claim it.`, [claim]);
      case 'held-already': {
        const message = `You already hold ${lockName(answer.service)}.`;
        return {
          decision: 'done',
          code: 'held_already',
          message,
          data: holdFacts(answer.service, answer.hold),
          next: [],
        };
      }
      case 'queue-full':
        return refused('queue_full', `The queue for ${lockName(service)} is full. Talk to the people in the queue.`);
      case 'session-over':
      case 'unreadable':
        return cannotClaimOutcome(answer);
    }
  },
});
