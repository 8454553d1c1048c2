import * as z from 'zod';
import { type ClaimAnswer, claimLock } from '../../coordination/deploy-locks/claim-lock.ts';
import { duringFreeze } from '../../coordination/deploy-locks/freeze-policy.ts';
import { claimantOf, GLOBAL, type Hold } from '../../coordination/deploy-locks/lock.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { HoldDuration } from '../kit/input/hold-duration.ts';
import { LockReason } from '../kit/input/lock-reason.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { isStoreUnavailable } from '../kit/is-store-unavailable.ts';
import { leagueTime } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { type AnsweredOutcome, type NextStep, type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { requestContent, requestReused } from '../kit/request-content.ts';
import { blockedOutcome, refused } from './blocked-claim.ts';
import { bypassLock, WithoutLock } from './bypass-lock.ts';
import { changedHoldText, DEFAULT_HOLD, heldAlreadyText, wantedEnd } from './claim-again.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { HoldFacts, holdFacts, LockFacts } from './lock-facts.ts';
import { endSentence, lockName } from './lock-text.ts';
import { FreezeOverride, refuseOverride } from './refuse-frozen.ts';

const DeployClaimInput = z.strictObject({
  service: ServiceName.describe('the service to deploy, or global for all services'),
  reason: LockReason.describe('what you will do; others see it'),
  for: HoldDuration.optional().describe(
    `how long you need the lock: 45m, 1h30m or "until 18:30 ET"; at most 8 hours; default: ${DEFAULT_HOLD}`,
  ),
  without_lock: z.boolean().default(false).describe('deploy without the lock if the store is unreachable'),
  during_freeze: FreezeOverride,
});
type DeployClaimInput = z.infer<typeof DeployClaimInput>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy claim': typeof DeployClaimInput;
  }
}

export const claimDeployLock = operation({
  name: 'deploy claim',
  summary: 'Claim the deploy lock of one service, or of all services.',
  input: DeployClaimInput,
  output: z.union([HoldFacts, WithoutLock]),
  refusal: LockFacts,
  positionals: ['service'],
  rest: 'reason',
  forPeople: ['during_freeze'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    requireService(app, call.input.service, 'with-global');
    const refusal = refuseOverride(call.input.during_freeze, call.actor);
    if (refusal !== undefined) return refusal;
    try {
      return await claim(app, call);
    } catch (error) {
      if (!isStoreUnavailable(error)) throw error;
      app.log.warn({ error, service: call.input.service }, 'A lock was claimed while the store was unreachable');
      return await bypassLock(app, call, error);
    }
  },
});

async function claim(
  app: App,
  call: OperationCall<DeployClaimInput>,
): Promise<Outcome<HoldFacts | WithoutLock, LockFacts>> {
  const { service, reason, during_freeze: override } = call.input;
  const { actor, request } = call;
  const claimant = claimantOf(actor);
  const content = requestContent('deploy claim', call);
  const { answer, now } = await executeLockCommand(app, call, (state) =>
    duringFreeze(state, { service, claimant, override }, (unfrozen) =>
      claimLock(unfrozen, { service, claimant, reason, ...wantedEnd(call.input.for, state.now), request, content }),
    ),
  );
  return outcomeOfClaim(answer, { app, actor, wanted: call.input, now });
}

interface ClaimContext {
  readonly app: App;
  readonly actor: OperationCall<DeployClaimInput>['actor'];
  readonly wanted: DeployClaimInput;
  readonly now: Instant;
}

function outcomeOfClaim(answer: ClaimAnswer, context: ClaimContext): Outcome<HoldFacts | WithoutLock, LockFacts> {
  const { app, actor, wanted, now } = context;
  const { service } = wanted;
  switch (answer.type) {
    case 'claimed':
      return claimed(service, answer.hold, now);
    case 'changed': {
      const data = holdFacts(service, answer.hold);
      const message = changedHoldText(service, answer, now);
      return { decision: 'done', code: 'claim_changed', message, data, next: afterClaim(service, answer.hold) };
    }
    case 'held-already': {
      const { service: scope, hold } = answer;
      const message = heldAlreadyText(service, answer, now);
      return {
        decision: 'done',
        code: 'held_already',
        message,
        data: holdFacts(scope, hold),
        next: afterClaim(scope, hold),
      };
    }
    case 'ended-since': {
      const how = answer.end === null ? '' : ` ${endSentence(answer.end, now)}`;
      const message = `This request was granted with token ${answer.token}, but that claim has ended.${how}`;
      const stepInput = { service, reason: wanted.reason, for: wanted.for ?? DEFAULT_HOLD };
      return refused('claim_ended', message, [nextStep('deploy claim', stepInput, { why: 'Claim again.' })]);
    }
    case 'request-reused':
      throw requestReused();
    case 'blocked':
    case 'session-over':
    case 'unreadable':
      return blockedOutcome(app, answer, { wanted: { ...wanted, for: wanted.for ?? DEFAULT_HOLD }, actor, now });
  }
}

function claimed(service: string, hold: Hold, now: Instant): AnsweredOutcome<HoldFacts> {
  const message = `You hold ${lockName(service)} until ${leagueTime(hold.until, now)}, token ${hold.token}. It then expires. Release it when you are done.`;
  return { decision: 'done', code: 'ok', message, data: holdFacts(service, hold), next: afterClaim(service, hold) };
}

function afterClaim(service: string, { token }: Hold): readonly NextStep[] {
  const stepInput = { service, token };
  const start = nextStep('deploy start', stepInput, { why: 'Record that the deploy has started.' });
  const release = nextStep('deploy release', stepInput, { why: 'Release the lock when you are done.' });
  return service === GLOBAL ? [release] : [start, release];
}
