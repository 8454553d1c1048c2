import * as z from 'zod';
import { type LockDecision, ownHold } from '../../coordination/deploy-locks/claim-lock.ts';
import { type FinishAnswer, finishDeploy } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { releaseLock } from '../../coordination/deploy-locks/extend-and-release.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import type { LockState } from '../../coordination/deploy-locks/lock-state.ts';
import type { Instant } from '../../platform/instant.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service.ts';
import { leagueTimeSpan } from '../kit/league-clock.ts';
import { nextStep } from '../kit/next-step.ts';
import { type AnsweredOutcome, type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { executeLockCommand, requireService } from './ask-locks.ts';
import { blockedOutcome, refused } from './blocked-claim.ts';
import { LockFacts } from './lock-facts.ts';
import { notClaimedOutcome, staleOutcome } from './not-held.ts';

const DeployFinishInput = z.strictObject({
  service: ServiceName.describe('the service you deployed'),
  token: LockToken.optional().describe('the token of your claim; refused when it is not valid any more'),
  result: z.enum(['succeeded', 'failed']).default('succeeded').describe('how it went: succeeded or failed'),
  release: z.boolean().default(false).describe('release the lock of the service too'),
});
type DeployFinishInput = z.infer<typeof DeployFinishInput>;

const FinishedDeploy = z.object({
  service: z.string(),
  token: z.number(),
  deploy_id: z.string(),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown']),
});
type FinishedDeploy = z.infer<typeof FinishedDeploy>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy finish': typeof DeployFinishInput;
  }
}

export const finishServiceDeploy = operation({
  name: 'deploy finish',
  summary: 'Record how a deploy went, under the lock you hold.',
  input: DeployFinishInput,
  output: FinishedDeploy,
  refusal: LockFacts,
  positionals: ['service'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<FinishedDeploy, LockFacts>> {
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
          [nextStep('deploy start', { service }, { why: 'Record that it begins.' })],
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

function finished(
  { service, release }: DeployFinishInput,
  { deploy, scope, lock }: Finished,
  now: Instant,
): AnsweredOutcome<FinishedDeploy> {
  const took = leagueTimeSpan(deploy.started_at, deploy.ended_at ?? now);
  const message = `The deploy of ${service} ${deploy.state} after ${took}.`;
  const data = { service, token: deploy.token, deploy_id: deploy.deploy_id, state: deploy.state };
  if (lock === 'released') {
    return { decision: 'done', code: 'ok', message: `${message} Its lock is released.`, data, next: [] };
  }
  const kept = release ? ' You hold everything, not this service alone, so nothing was released.' : '';
  const given = { service: scope, token: deploy.token };
  const next = [nextStep('deploy release', given, { why: 'Release the lock.' })];
  return { decision: 'done', code: 'ok', message: `${message}${kept}`, data, next };
}

/** The lock goes with the deploy in one change where that is wanted; that of everything is kept, for others may be deployed under it. */
function decide(
  { input: { service, token, result, release }, actor }: OperationCall<DeployFinishInput>,
  scene: LockState,
): LockDecision<Exclude<FinishAnswer, { type: 'finished' }> | Finished> {
  const asker = claimantOf(actor);
  const { scene: after, answer } = finishDeploy(scene, { service, claimant: asker, token }, result);
  if (answer.type !== 'finished') return { scene: after, answer };
  const scope = ownHold(after, service, asker.session)?.service ?? service;
  if (!release || scope !== service) return { scene: after, answer: { ...answer, scope, lock: 'kept' } };
  const released = releaseLock(after, { service, asker, token: answer.deploy.token });
  return { scene: released.scene, answer: { ...answer, scope, lock: 'released' } };
}
