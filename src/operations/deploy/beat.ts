import * as z from 'zod';
import { beatDeploy } from '../../coordination/deploy-locks/beat-deploy.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { leagueTime } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { cannotClaimOutcome, refused } from './blocked-claim.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { HoldFacts, holdFacts, LockFacts } from './lock-facts.ts';
import { lockName } from './lock-text.ts';
import { staleTokenOutcome } from './not-held-outcome.ts';

export const beatServiceDeploy = operation({
  name: 'deploy beat',
  summary: 'Keep the lock of your running deploy.',
  input: z.strictObject({
    service: ServiceName.describe('the service you deploy'),
    token: LockToken.describe('the token of your claim'),
  }),
  output: HoldFacts,
  refusal: LockFacts,
  positionals: ['service'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    const { service, token } = call.input;
    requireService(app, service, 'services-only');
    const claimant = claimantOf(call.actor);
    const { answer, now } = await executeLockCommand(app, call, (state) =>
      beatDeploy(state, { service, claimant, token }),
    );
    switch (answer.type) {
      case 'kept': {
        const message = `You hold ${lockName(service)} until ${leagueTime(answer.hold.until, now)}, and longer with the next heartbeat.`;
        return { decision: 'done', code: 'ok', message, data: holdFacts(service, answer.hold), next: [] };
      }
      case 'no-deploy': {
        const message = `No deploy of ${service} is running under token ${token}, so there is nothing to keep.`;
        return refused('no_deploy', message, [
          nextStep('deploy start', { service }, { why: 'Record that a deploy has started.' }),
        ]);
      }
      case 'stale-token':
        return staleTokenOutcome(app, answer, { service, actor: call.actor, now });
      case 'session-over':
      case 'unreadable':
        return cannotClaimOutcome(answer);
    }
  },
});
