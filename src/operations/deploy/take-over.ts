import * as z from 'zod';
import type { LockDecision } from '../../coordination/deploy-locks/claim-lock.ts';
import { type StartAnswer, startDeploy } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { claimantOf, type Hold } from '../../coordination/deploy-locks/lock.ts';
import type { LockState } from '../../coordination/deploy-locks/lock-state.ts';
import { type TakeOverAnswer, takeOverLock } from '../../coordination/deploy-locks/take-over-lock.ts';
import type { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { CommitText } from '../kit/input/commit.ts';
import { HoldDuration, holdUntil } from '../kit/input/hold-duration.ts';
import { LockReason } from '../kit/input/lock-reason.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service.ts';
import { leagueTime } from '../kit/league-clock.ts';
import { type AnsweredOutcome, type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { requestContent, requestReused } from '../kit/request-content.ts';
import { executeLockCommand, requireService } from './ask-locks.ts';
import { blockedOutcome, queueUp, refused, takeOverRole, takeOverStep } from './blocked-claim.ts';
import { continueDeployStep, continuedDeployText } from './continue-deploy.ts';
import { claimantName, HoldFacts, holdFacts, LockFacts } from './lock-facts.ts';
import { holdSentence, lockName } from './lock-sentences.ts';

const DeployTakeOverInput = z
  .strictObject({
    service: ServiceName.describe('the service whose lock you take over, or global'),
    reason: LockReason.describe('why you take it over, for the one who loses it'),
    for: HoldDuration.default('30m').describe('how long you will want it: 45m, 1h30m or "until 18:30 ET"'),
    confirm: LockToken.optional().describe('the token of the claim you mean, as the answer without it tells'),
    go_on: z.enum(['start']).optional().describe('what you were refused and go on with at once: start'),
    deploy: ServiceName.optional().describe(
      'the service you deploy, with --go-on start; that of the lock unless given',
    ),
    commit: CommitText.optional().describe('the commit you deploy, with --go-on start'),
  })
  .refine(({ go_on, deploy, commit }) => go_on !== undefined || (deploy ?? commit) === undefined, {
    error: 'is missing; deploy and commit are for --go-on start',
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
  summary: 'Take a deployment lock over from its holder, who is told.',
  input: DeployTakeOverInput,
  output: HoldFacts,
  refusal: LockFacts,
  positionals: ['service'],
  unlisted: ['go_on', 'deploy', 'commit'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    const { service } = call.input;
    requireService(app, service, 'with-global');
    if (call.input.go_on === 'start') requireService(app, deployed(call.input), 'services-only');
    const { answer, now } = await executeLockCommand(app, call, (scene) => decide(app, call, scene));
    return outcomeOf(app, call, { ...answer, now });
  },
});

/** What the asker goes on to deploy. */
function deployed({ service, deploy = service }: DeployTakeOverInput): string {
  return deploy;
}

interface Taken {
  readonly taken: TakeOverAnswer;
  /** Undefined when nothing was to be gone on with. */
  readonly started: StartAnswer | undefined;
}

/** The deploy that is gone on with begins in the same change, so that it has begun when the lock is held. */
function decide(app: App, call: OperationCall<DeployTakeOverInput>, scene: LockState): LockDecision<Taken> {
  const { input: wanted, actor, request } = call;
  const content = requestContent('deploy take-over', call);
  const { service, reason, confirm: confirmed } = wanted;
  const claimant = claimantOf(actor);
  const until = holdUntil(wanted.for, scene.now);
  const listed = takeOverRole(app, actor);
  const taken = takeOverLock(scene, { service, reason, claimant, until, request, content, confirmed, listed });
  const isHeld = 'hold' in taken.answer && taken.answer.hold.claimant.session === claimant.session;
  if (!(wanted.go_on === 'start' && isHeld)) {
    return { scene: taken.scene, answer: { taken: taken.answer, started: undefined } };
  }
  const guarded = { service: deployed(wanted), claimant, token: undefined };
  const started = startDeploy(taken.scene, guarded, { commit: wanted.commit ?? null, request });
  return { scene: started.scene, answer: { taken: taken.answer, started: started.answer } };
}

function outcomeOf(
  app: App,
  { input: wanted, actor }: OperationCall<DeployTakeOverInput>,
  { taken: answer, started, now }: Taken & { readonly now: Instant },
): Outcome<HoldFacts, LockFacts> {
  const { service } = wanted;
  switch (answer.type) {
    case 'taken-over':
      return held(wanted, answer.hold, {
        how: `You took it over from ${claimantName(answer.from.claimant)}, who is told.`,
        started,
        now,
      });
    case 'claimed':
      return held(wanted, answer.hold, { how: 'Nobody else held it.', started, now });
    case 'held-already':
      return held({ ...wanted, service: answer.service, deploy: deployed(wanted) }, answer.hold, {
        how: 'You held it already.',
        started,
        now,
      });
    case 'ended-since':
      return refused(
        'claim_ended',
        `This request took it over with token ${answer.token}, and that claim has ended since.`,
      );
    case 'confirm': {
      const message = `${holdSentence(service, answer.hold, now)} Confirm that you take it over: whoever holds it is told and can go on with nothing.`;
      const data = holdFacts(service, answer.hold);
      return {
        decision: 'pending',
        code: 'confirmation_needed',
        message,
        data,
        next: [again(wanted, answer.hold.token)],
      };
    }
    case 'moved-on': {
      const message = `The claim with token ${answer.confirmed} has ended. ${holdSentence(service, answer.hold, now)}`;
      return refused('moved_on', message, [queueUp(wanted), again(wanted, answer.hold.token)]);
    }
    case 'not-allowed': {
      const message = `${holdSentence(service, answer.hold, now)} You may not take it over: its own person may, those named by \`TIPOFF_TAKEOVER\`, and everybody once its session is silent.`;
      return refused('not_allowed', message, [queueUp(wanted)]);
    }
    case 'request-reused':
      throw requestReused();
    case 'blocked':
    case 'session-over':
    case 'unreadable':
      return blockedOutcome(app, answer, { wanted, actor, now });
  }
}

function held(
  wanted: DeployTakeOverInput,
  hold: Hold,
  { how, started, now }: { readonly how: string; readonly started: Taken['started']; readonly now: Instant },
): AnsweredOutcome<HoldFacts> {
  const { service } = wanted;
  const goingOn = { service: deployed(wanted), token: hold.token, started };
  const message = `You hold ${lockName(service)} until ${leagueTime(hold.until, now)}, token ${hold.token}. ${how}${continuedDeployText(goingOn)}`;
  return { decision: 'done', code: 'ok', message, data: holdFacts(service, hold), next: [continueDeployStep(goingOn)] };
}

function again(wanted: DeployTakeOverInput, token: number) {
  const { service, reason, for: duration, go_on, deploy, commit } = wanted;
  const intended = { service, reason, for: duration };
  if (go_on === undefined) return takeOverStep(intended, token);
  const details = { ...(deploy === undefined ? {} : { deploy }), ...(commit === undefined ? {} : { commit }) };
  return takeOverStep({ ...intended, continueWith: { go_on, ...details } }, token);
}
