import * as z from 'zod';
import { type LockDecision, ownHold } from '../../coordination/deploy-locks/claim-lock.ts';
import { type FinishAnswer, finishDeploy } from '../../coordination/deploy-locks/finish-deploy.ts';
import { claimantOf, type Deploy, hasLostVariables } from '../../coordination/deploy-locks/lock.ts';
import type { LockState } from '../../coordination/deploy-locks/lock-state.ts';
import { releaseLock } from '../../coordination/deploy-locks/release-lock.ts';
import { LastGood } from '../../coordination/deploys/last-good.ts';
import { ServedCommit } from '../../coordination/deploys/served-commit.ts';
import type { ServingState } from '../../platform/deploy-target.ts';
import type { Reading } from '../../platform/reading.ts';
import { UserText } from '../../platform/user-text.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { nextStep } from '../kit/next-step.ts';
import { type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { alertDrift } from './alert-drift.ts';
import { blockedOutcome, refused } from './blocked-claim.ts';
import { resultSentence, verdictSentences } from './deploy-result-text.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { LockFacts } from './lock-facts.ts';
import { notClaimedOutcome, staleTokenOutcome } from './not-held-outcome.ts';
import { variableSentences } from './variables-text.ts';

const DeployFinishInput = z.strictObject({
  service: ServiceName.describe('the service you deployed'),
  token: LockToken.optional().describe('the token of your claim'),
  result: z.enum(['succeeded', 'failed']).describe('the result: succeeded or failed'),
  release: z.boolean().default(false).describe('also release a lock that you claimed before the deploy'),
});
type DeployFinishInput = z.infer<typeof DeployFinishInput>;

const FinishedDeploy = z.object({
  service: z.string(),
  token: z.number(),
  deploy_id: z.string(),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown']),
  /** What the service served just before the finish was recorded. */
  served: ServedCommit.nullable(),
  /** The names of the environment variables that the service had at the start and lacks now. */
  lost_variables: z.array(UserText).readonly(),
  /** The version to go back to. */
  last_good: LastGood.nullable(),
});
type FinishedDeploy = z.infer<typeof FinishedDeploy>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy finish': typeof DeployFinishInput;
  }
}

export const finishServiceDeploy = operation({
  name: 'deploy finish',
  summary: 'Record the result of a deploy under your lock.',
  input: DeployFinishInput,
  output: FinishedDeploy,
  refusal: LockFacts,
  positionals: ['service', 'result'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<FinishedDeploy, LockFacts>> {
    const { service } = call.input;
    requireService(app, service, 'services-only');
    const serving = await app.target.readServing(service);
    const { answer, now } = await executeLockCommand(app, call, (state) => decide(call, state, serving));
    switch (answer.type) {
      case 'finished':
        app.continueInBackground(alertDrift(app, auditContextOfCall(app, call)));
        return finished(call.input, answer);
      case 'no-deploy':
        return refused(
          'no_deploy',
          `No deploy of ${service} was started under your claim (token ${answer.hold.token}).`,
          [nextStep('deploy start', { service }, { why: 'Record that a deploy has started.' })],
        );
      case 'stale-token':
        return staleTokenOutcome(app, answer, { service, actor: call.actor, now });
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

type FinishResult = Extract<FinishAnswer, { type: 'finished' }> & {
  /** The scope of the lock that covered the deploy: the service itself or `global`. */
  readonly scope: string;
  readonly lock: 'released' | 'kept';
};

function finished(
  { service, result, release }: DeployFinishInput,
  { deploy, scope, lock }: FinishResult,
): Outcome<FinishedDeploy, never> {
  const { token, deploy_id, state, served, lost_variables, last_good } = deploy;
  const sentences = [
    resultSentence(service, deploy),
    ...verdictSentences(service, deploy),
    ...variableSentences(service, deploy),
  ];
  if (state !== result) {
    const message = [`The deploy of ${service} had already ended, so “${result}” was not recorded.`, ...sentences];
    return refused('deploy_ended', message.join(' '));
  }
  const data = { service, token, deploy_id, state, served, lost_variables, last_good };
  const code = codeOf(deploy);
  if (lock === 'released') {
    return { decision: 'done', code, message: [...sentences, 'The lock was released.'].join(' '), data, next: [] };
  }
  const kept = release ? ['The deploy ran under the global lock, so the lock was not released.'] : [];
  const next = [nextStep('deploy release', { service: scope, token }, { why: 'Release the lock.' })];
  return { decision: 'done', code, message: [...sentences, ...kept].join(' '), data, next };
}

/**
 * The code of a finish whose service serves something else than the deploy claims, or lacks variables that it had; the
 * command line exits with 6. A failed deploy needs no such code, because nobody expects its commit to serve.
 */
function codeOf(deploy: Deploy): string {
  if (deploy.state !== 'succeeded') return 'ok';
  switch (deploy.served?.verdict) {
    case 'differs':
      return 'served_differs';
    case 'partly':
      return 'served_partly';
    case 'matches':
    case 'unclaimed':
    case 'unknown':
    case undefined:
      return hasLostVariables(deploy) ? 'variables_lost' : 'ok';
  }
}

/**
 * Releases the service's lock in the same transaction, if the start of the deploy claimed it or the caller asks for it.
 * The global lock stays held, because it may cover deploys of other services.
 */
function decide(
  { input: { service, token, result, release }, actor }: OperationCall<DeployFinishInput>,
  state: LockState,
  serving: Reading<ServingState>,
): LockDecision<Exclude<FinishAnswer, { type: 'finished' }> | FinishResult> {
  const caller = claimantOf(actor);
  const { state: after, answer } = finishDeploy(state, { service, claimant: caller, token }, { result, serving });
  if (answer.type !== 'finished') return { state: after, answer };
  const scope = ownHold(after, service, caller.session)?.service ?? service;
  if (!(release || answer.deploy.holds_lock) || scope !== service)
    return { state: after, answer: { ...answer, scope, lock: 'kept' } };
  const released = releaseLock(after, { service, caller, token: answer.deploy.token });
  return { state: released.state, answer: { ...answer, scope, lock: 'released' } };
}
