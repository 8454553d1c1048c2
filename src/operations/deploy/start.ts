import * as z from 'zod';
import { startDeploy } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { CommitText } from '../kit/input/commit-text.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { leagueTime } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { blockedOutcome, refused } from './blocked-claim.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { claimantName, LockFacts } from './lock-facts.ts';
import { notClaimedOutcome, staleTokenOutcome } from './not-held-outcome.ts';

const DeployStartInput = z.strictObject({
  service: ServiceName.describe('the service you deploy'),
  token: LockToken.optional().describe('the token of your claim'),
  commit: CommitText.optional().describe('the commit you deploy'),
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
  summary: 'Record the start of a deploy under your lock.',
  input: DeployStartInput,
  output: StartedDeploy,
  refusal: LockFacts,
  positionals: ['service'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<StartedDeploy, LockFacts>> {
    const { service, token, commit } = call.input;
    requireService(app, service, 'services-only');
    const claimant = claimantOf(call.actor);
    const { answer, now } = await executeLockCommand(app, call, (state) =>
      startDeploy(state, { service, claimant, token }, { commit: commit ?? null, request: call.request }),
    );
    switch (answer.type) {
      case 'started': {
        const { deploy } = answer;
        const stepInput = { service, token: deploy.token, result: 'succeeded' } as const;
        const next = [nextStep('deploy finish', stepInput, { why: 'Record the result.' })];
        const data = { service, token: deploy.token, deploy_id: deploy.deploy_id, commit: deploy.commit };
        return {
          decision: 'done',
          code: 'ok',
          message: `The deploy of ${service} was recorded as started.`,
          data,
          next,
        };
      }
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
        const wanted = { service, reason: `Deploy ${commit ?? service}`, for: '30m', continueWith };
        return blockedOutcome(app, answer, { wanted, actor: call.actor, now });
      }
    }
  },
});
