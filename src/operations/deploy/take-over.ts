import * as z from 'zod';
import type { LockDecision } from '../../coordination/deploy-locks/claim-lock.ts';
import { startDeploy } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { deploysUnder } from '../../coordination/deploy-locks/end-hold.ts';
import { startDuringFreeze } from '../../coordination/deploy-locks/freeze-policy.ts';
import { claimantOf, type Hold, type ServiceDeploy } from '../../coordination/deploy-locks/lock.ts';
import { type LockState, lockOf, unreadableFor } from '../../coordination/deploy-locks/lock-state.ts';
import { type TakeOverAnswer, takeOverLock } from '../../coordination/deploy-locks/take-over-lock.ts';
import type { DeployPlan } from '../../coordination/deploys/deploy-plan.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { CommitText } from '../kit/input/commit-text.ts';
import { HoldDuration } from '../kit/input/hold-duration.ts';
import { LockReason } from '../kit/input/lock-reason.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { leagueTime } from '../kit/league-time.ts';
import { type AnsweredOutcome, type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { requestContent, requestReused } from '../kit/request-content.ts';
import { blockedOutcome, joinQueueStep, refused, takeOverStep } from './blocked-claim.ts';
import { DEFAULT_HOLD, holdChangesText, wantedEnd } from './claim-again.ts';
import {
  type ContinuedStart,
  type ContinuingCaller,
  continueDeploySteps,
  continuedDeployText,
} from './continue-deploy.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { claimantName, HoldFacts, holdFacts, LockFacts } from './lock-facts.ts';
import { holdSentence, lockName } from './lock-text.ts';
import { planDeploy } from './plan-deploy.ts';
import { lostDeploysText, runningDeploysText } from './running-deploys-text.ts';

const DeployTakeOverInput = z
  .strictObject({
    service: ServiceName.describe('the service whose lock you take over, or global'),
    reason: LockReason.describe('why you take it over; the holder sees it'),
    for: HoldDuration.optional().describe(
      `how long you need the lock: 45m, 1h30m or "until 18:30 ET"; default: ${DEFAULT_HOLD}`,
    ),
    confirm: LockToken.optional().describe(
      'the token of the claim to take over; leave it out, and the answer shows it',
    ),
    go_on: z.enum(['start']).optional().describe('what to do then: start a deploy'),
    deploy: ServiceName.optional().describe('the service to deploy then'),
    commit: CommitText.optional().describe('the commit to deploy then'),
  })
  .refine(({ go_on, deploy, commit }) => go_on !== undefined || (deploy ?? commit) === undefined, {
    error: 'is missing; deploy and commit need --go-on start',
    path: ['go_on'],
  });
type DeployTakeOverInput = z.infer<typeof DeployTakeOverInput>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy take-over': typeof DeployTakeOverInput;
  }
}

export const takeOverDeployLock = operation({
  name: 'deploy take-over',
  summary: 'Take over a deploy lock.',
  input: DeployTakeOverInput,
  output: HoldFacts,
  refusal: LockFacts,
  positionals: ['service'],
  rest: 'reason',
  unlisted: ['go_on', 'deploy', 'commit'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    const { service } = call.input;
    requireService(app, service, 'with-global');
    const plan = await planOf(app, call.input);
    const { answer, now } = await executeLockCommand(app, call, (state) => decide(app, call, { state, plan }));
    return outcomeOf(app, call, { ...answer, now });
  },
});

/** Plans the deploy that the caller wants to start with the take-over; undefined if the caller wants none. */
async function planOf(app: App, input: DeployTakeOverInput): Promise<DeployPlan | undefined> {
  if (input.go_on !== 'start') return undefined;
  const service = serviceToDeploy(input);
  requireService(app, service, 'services-only');
  return await planDeploy(app, { service, commit: input.commit });
}

function serviceToDeploy({ service, deploy = service }: DeployTakeOverInput): string {
  return deploy;
}

interface TakeOverResult {
  readonly taken: TakeOverAnswer;
  /** The deploys that ran under the lock before the take-over. */
  readonly running: readonly ServiceDeploy[];
  /** The result of starting the deploy; undefined if no deploy was requested. */
  readonly started: ContinuedStart | undefined;
}

/** Takes over the lock and, if requested, starts the deploy in the same transaction. */
function decide(
  app: App,
  call: OperationCall<DeployTakeOverInput>,
  { state, plan }: { readonly state: LockState; readonly plan: DeployPlan | undefined },
): LockDecision<TakeOverResult> {
  const { input: wanted, actor, request } = call;
  const content = requestContent('deploy take-over', call);
  const { service, reason, confirm: confirmed } = wanted;
  const claimant = claimantOf(actor);
  const takeoverRole = app.roles.takeover;
  const end = wantedEnd(wanted.for, state.now);
  const takeover = { service, reason, caller: actor, ...end, request, content, confirmed, takeoverRole };
  const taken = takeOverLock(state, takeover);
  const running = runningUnderHold(state, service);
  const isHeld = 'hold' in taken.answer && taken.answer.hold.claimant.session === claimant.session;
  if (plan === undefined || !isHeld)
    return { state: taken.state, answer: { taken: taken.answer, running, started: undefined } };
  const guarded = { service: serviceToDeploy(wanted), claimant, token: undefined };
  const started = startDuringFreeze(taken.state, { ...guarded, override: undefined }, (current) =>
    startDeploy(current, guarded, { commit: wanted.commit ?? null, request, plan }),
  );
  return { state: started.state, answer: { taken: taken.answer, running, started: started.answer } };
}

function runningUnderHold(state: LockState, service: string): readonly ServiceDeploy[] {
  if (unreadableFor(state, service) !== undefined) return [];
  const { hold } = lockOf(state, service);
  return hold === null ? [] : deploysUnder(state, service, hold).filter((deploy) => deploy.state === 'running');
}

function outcomeOf(
  app: App,
  { input: wanted, actor }: OperationCall<DeployTakeOverInput>,
  { taken: answer, running, started, now }: TakeOverResult & { readonly now: Instant },
): Outcome<HoldFacts, LockFacts> {
  const { service } = wanted;
  const caller = { actor, now };
  switch (answer.type) {
    case 'taken-over':
      return heldOutcome(wanted, answer.hold, {
        how: `You took over the lock from ${claimantName(answer.from.claimant)}, who gets a notice.${lostDeploysText(running, now)}`,
        started,
        caller,
      });
    case 'claimed':
      return heldOutcome(wanted, answer.hold, { how: 'The lock was free.', started, caller });
    case 'changed':
      return heldOutcome(wanted, answer.hold, {
        how: `You already held the lock, so your claim was changed. ${holdChangesText(answer, now)}`,
        started,
        caller,
      });
    case 'held-already':
      return heldOutcome({ ...wanted, service: answer.service, deploy: serviceToDeploy(wanted) }, answer.hold, {
        how: 'You already held the lock. Nothing was changed.',
        started,
        caller,
      });
    case 'ended-since':
      return refused(
        'claim_ended',
        `This request took over the lock with token ${answer.token}, but that claim has ended.`,
      );
    case 'confirm': {
      const message = `${holdSentence(service, answer.hold, now)}${runningDeploysText(running, now)} Confirm the take-over: the holder gets a notice and must stop everything running under that claim.`;
      const data = holdFacts(service, answer.hold);
      return {
        decision: 'pending',
        code: 'confirmation_needed',
        message,
        data,
        next: [confirmStep(wanted, answer.hold.token)],
      };
    }
    case 'moved-on': {
      const message = `The claim with token ${answer.confirmed} has ended. ${holdSentence(service, answer.hold, now)}`;
      return refused('moved_on', message, [
        joinQueueStep({ ...wanted, for: wanted.for ?? DEFAULT_HOLD }),
        confirmStep(wanted, answer.hold.token),
      ]);
    }
    case 'not-allowed': {
      const message = `${holdSentence(service, answer.hold, now)} Only the person of that session and the people in \`TIPOFF_TAKEOVER\` may take over the lock. Once the session is unresponsive, anyone may.`;
      return refused('not_allowed', message, [joinQueueStep({ ...wanted, for: wanted.for ?? DEFAULT_HOLD })]);
    }
    case 'request-reused':
      throw requestReused();
    case 'blocked':
    case 'session-over':
    case 'unreadable':
      return blockedOutcome(app, answer, { wanted: { ...wanted, for: wanted.for ?? DEFAULT_HOLD }, actor, now });
  }
}

interface HeldHow {
  /** A sentence about how the caller got the lock. */
  readonly how: string;
  readonly started: TakeOverResult['started'];
  readonly caller: ContinuingCaller;
}

function heldOutcome(
  wanted: DeployTakeOverInput,
  hold: Hold,
  { how, started, caller }: HeldHow,
): AnsweredOutcome<HoldFacts> {
  const { service } = wanted;
  const deploy = { service: serviceToDeploy(wanted), token: hold.token, started };
  const message = `You hold ${lockName(service)} until ${leagueTime(hold.until, caller.now)}, token ${hold.token}. ${how}${continuedDeployText(deploy, caller)}`;
  return { decision: 'done', code: 'ok', message, data: holdFacts(service, hold), next: continueDeploySteps(deploy) };
}

function confirmStep(wanted: DeployTakeOverInput, token: number) {
  const { service, reason, for: duration, go_on, deploy, commit } = wanted;
  const intended = { service, reason, for: duration ?? DEFAULT_HOLD };
  if (go_on === undefined) return takeOverStep(intended, token);
  const details = { ...(deploy === undefined ? {} : { deploy }), ...(commit === undefined ? {} : { commit }) };
  return takeOverStep({ ...intended, continueWith: { go_on, ...details } }, token);
}
