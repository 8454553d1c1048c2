import * as z from 'zod';
import { type LockDecision, ownHold } from '../../coordination/deploy-locks/claim-lock.ts';
import { type FinishAnswer, finishDeploy } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import type { LockState } from '../../coordination/deploy-locks/lock-state.ts';
import { releaseLock } from '../../coordination/deploy-locks/release-lock.ts';
import type { Instant } from '../../platform/instant.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service.ts';
import { leagueTimeSpan } from '../kit/league-clock.ts';
import { type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { executeLockCommand, requireService } from './ask-locks.ts';
import { blockedOutcome, refused } from './blocked-claim.ts';
import { notClaimedOutcome, staleOutcome } from './not-held.ts';

const input = z.strictObject({
  service: ServiceName.describe('the service you deployed'),
  token: LockToken.optional().describe('the token of your claim; refused when it is not valid any more'),
  result: z.enum(['succeeded', 'failed']).default('succeeded').describe('how it went: succeeded or failed'),
  release: z.boolean().default(false).describe('release the lock of the service too'),
});
type Input = z.infer<typeof input>;

export const finishServiceDeploy = operation({
  name: 'deploy finish',
  summary: 'Record how a deploy went, under the lock you hold.',
  input,
  positionals: ['service'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<object | null>> {
    const { service } = call.input;
    requireService(app, service, 'services-only');
    const { answer, now } = await executeLockCommand(app, call, (scene) => decide(call, scene));
    switch (answer.type) {
      case 'finished':
        return finished(call.input, answer, now);
      case 'no-deploy':
        return refused(
          'no_deploy',
          `No deploy of ${service} was begun under your claim (token ${answer.hold.token}).`,
          [{ operation: 'deploy start', arguments: { service }, why: 'Record that it begins.' }],
        );
      case 'stale-token':
        return staleOutcome(app, answer, { service, actor: call.actor, now });
      case 'not-claimed':
        return notClaimedOutcome(answer, service, now);
      case 'blocked':
      case 'session-over':
      case 'unreadable':
        return blockedOutcome(app, answer, {
          wanted: { service, reason: `Deploy ${service}`, for: '30m' },
          actor: call.actor,
          now,
        });
    }
  },
});

type Finished = Extract<FinishAnswer, { type: 'finished' }> & {
  /** Whose lock covered the deploy: the service's own, or that of everything. */
  readonly scope: string;
  readonly lock: 'released' | 'kept';
};

function finished({ service, release }: Input, { deploy, scope, lock }: Finished, now: Instant): Outcome<object> {
  const took = leagueTimeSpan(deploy.started_at, deploy.ended_at ?? now);
  const message = `The deploy of ${service} ${deploy.state} after ${took}.`;
  const data = { service, token: deploy.token, deploy_id: deploy.deploy_id, state: deploy.state };
  if (lock === 'released') {
    return { decision: 'done', code: 'ok', message: `${message} Its lock is released.`, data, next: [] };
  }
  const kept = release ? ' You hold everything, not this service alone, so nothing was released.' : '';
  const given = { service: scope, token: String(deploy.token) };
  const next = [{ operation: 'deploy release', arguments: given, why: 'Release the lock.' }];
  return { decision: 'done', code: 'ok', message: `${message}${kept}`, data, next };
}

/** The lock goes with the deploy in one change where that is wanted; that of everything is kept, for others may be deployed under it. */
function decide(
  { input: { service, token, result, release }, actor }: OperationCall<Input>,
  scene: LockState,
): LockDecision<Exclude<FinishAnswer, { type: 'finished' }> | Finished> {
  const asker = claimantOf(actor);
  const { state: after, answer } = finishDeploy(scene, { service, claimant: asker, token }, result);
  if (answer.type !== 'finished') return { state: after, answer };
  const scope = ownHold(after, service, asker.session)?.service ?? service;
  if (!release || scope !== service) return { state: after, answer: { ...answer, scope, lock: 'kept' } };
  const released = releaseLock(after, { service, caller: asker, token: answer.deploy.token });
  return { state: released.state, answer: { ...answer, scope, lock: 'released' } };
}
