import * as z from 'zod';
import { type StartAnswer, startDeploy } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { startDuringFreeze } from '../../coordination/deploy-locks/freeze-policy.ts';
import { claimantOf, type Deploy } from '../../coordination/deploy-locks/lock.ts';
import type { Instant } from '../../platform/instant.ts';
import { CommitText } from '../kit/input/commit-text.ts';
import { HoldDuration, holdUntil } from '../kit/input/hold-duration.ts';
import { LockReason } from '../kit/input/lock-reason.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { leagueTime } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { type AnsweredOutcome, type Outcome, operation } from '../kit/operation.ts';
import { requestContent, requestReused } from '../kit/request-content.ts';
import { shortCommit } from '../kit/short-commit.ts';
import { blockedOutcome, refused } from './blocked-claim.ts';
import { changesSentence } from './deploy-result-text.ts';
import { DropVariables } from './drop-variables.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { finishSteps } from './finish-steps.ts';
import { claimantName, LockFacts } from './lock-facts.ts';
import { notClaimedOutcome, staleTokenOutcome } from './not-held-outcome.ts';
import { planDeploy } from './plan-deploy.ts';
import { FreezeOverride, frozenStartOutcome, refuseOverride } from './refuse-frozen.ts';

const DeployStartInput = z.strictObject({
  service: ServiceName.describe('the service you deploy'),
  token: LockToken.optional().describe('the token of your claim'),
  commit: CommitText.optional().describe('the commit you deploy'),
  reason: LockReason.optional().describe('why you deploy; default: the commit'),
  for: HoldDuration.default('30m').describe('how long to hold a free lock that the start claims: 45m, 1h30m'),
  during_freeze: FreezeOverride,
  drop_variables: DropVariables,
});

const StartedDeploy = z.object({
  service: z.string(),
  token: z.number(),
  deploy_id: z.string(),
  commit: z.string().nullable(),
});
type StartedDeploy = z.infer<typeof StartedDeploy>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy start': typeof DeployStartInput;
  }
}

export const startServiceDeploy = operation({
  name: 'deploy start',
  summary: 'Record the start of a deploy, and claim a free lock.',
  input: DeployStartInput,
  output: StartedDeploy,
  refusal: LockFacts,
  positionals: ['service'],
  rest: 'reason',
  forPeople: ['during_freeze'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<StartedDeploy, LockFacts>> {
    const { service, token, commit, for: duration, during_freeze: override, drop_variables } = call.input;
    requireService(app, service, 'services-only');
    const refusal = refuseOverride(override, call.actor);
    if (refusal !== undefined) return refusal;
    const claimant = claimantOf(call.actor);
    const reason = call.input.reason ?? `Deploy ${commit === undefined ? service : shortCommit(commit)}`;
    const content = requestContent('deploy start', call);
    const plan = await planDeploy(app, { service, commit });
    const { answer, now } = await executeLockCommand(app, call, (state) =>
      startDuringFreeze(state, { service, claimant, override }, (unfrozen) =>
        startDeploy(
          unfrozen,
          { service, claimant, token },
          {
            commit: commit ?? null,
            request: call.request,
            plan,
            ...(drop_variables === undefined ? {} : { dropVariables: drop_variables }),
            claim: { reason, until: holdUntil(duration, state.now), content },
          },
        ),
      ),
    );
    switch (answer.type) {
      case 'started':
        return started(answer, service, now);
      case 'frozen':
        return frozenStartOutcome(answer.freeze, { actor: call.actor, now });
      case 'ended-since': {
        const message = `This request started a deploy of ${service}, which ${endText(answer.deploy)}.`;
        return refused('deploy_ended', message, [
          nextStep('deploy start', { service }, { why: 'Start another deploy.' }),
        ]);
      }
      case 'request-reused':
        throw requestReused();
      case 'runs-already': {
        const { deploy } = answer;
        const message = `${claimantName(deploy.claimant)} has been deploying ${service} since ${leagueTime(deploy.started_at, now)}. Finish that deploy first.`;
        const stepInput = { service, token: deploy.token, result: 'failed' } as const;
        return refused('deploy_running', message, [
          nextStep('deploy finish', stepInput, { why: 'Record that the deploy failed, if it did.' }),
        ]);
      }
      case 'stale-token':
        return staleTokenOutcome(app, answer, { service, actor: call.actor, now });
      case 'not-claimed':
        return notClaimedOutcome(answer, service, now);
      case 'blocked':
      case 'session-over':
      case 'unreadable': {
        const continueWith = { go_on: 'start', ...(commit === undefined ? {} : { commit }) } as const;
        const wanted = { service, reason, for: duration, continueWith };
        return blockedOutcome(app, answer, { wanted, actor: call.actor, now });
      }
    }
  },
});

type Started = Extract<StartAnswer, { type: 'started' }>;

function started({ deploy, hold }: Started, service: string, now: Instant): AnsweredOutcome<StartedDeploy> {
  const { token, deploy_id, commit, holds_lock, changes } = deploy;
  const next = finishSteps({ service, token });
  const claimed = holds_lock
    ? ` You hold the lock of ${service} until ${leagueTime(hold.until, now)}, token ${token}. Finishing the deploy releases it.`
    : '';
  const changed = changes === null ? '' : ` ${changesSentence(changes)}`;
  const message = `The deploy of ${service} was recorded as started.${changed}${claimed}`;
  return { decision: 'done', code: 'ok', message, data: { service, token, deploy_id, commit }, next };
}

function endText({ state }: Deploy): string {
  return state === 'unknown' ? 'ended without a result' : state;
}
