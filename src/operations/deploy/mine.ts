import * as z from 'zod';
import { startDeploy } from '../../coordination/deploy-locks/deploy-under-lock.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { claimUnannounced } from '../../coordination/deploys/claim-unannounced.ts';
import type { UnannouncedDeploy } from '../../coordination/deploys/unannounced-deploy.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { DeployName } from '../kit/input/deploy-name.ts';
import { holdUntil } from '../kit/input/hold-duration.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { leagueTime } from '../kit/league-time.ts';
import { type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { requestContent } from '../kit/request-content.ts';
import { refused } from './blocked-claim.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { finishSteps } from './finish-steps.ts';
import { claimantName } from './lock-facts.ts';
import { planDeploy } from './plan-deploy.ts';

/** How long a running deploy holds a free lock. The hold is extended while the session responds. */
const CLAIM_FOR = '30m';

const DeployMineInput = z.strictObject({
  service: ServiceName.describe('the service'),
  deploy: DeployName.describe('the build or the revision'),
});
type DeployMineInput = z.infer<typeof DeployMineInput>;

const OwnDeploy = z.object({
  service: z.string(),
  deploy: z.string(),
  /** The token of the lock, which a deploy in progress holds; null if it holds none. */
  token: z.number().nullable(),
});
type OwnDeploy = z.infer<typeof OwnDeploy>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy mine': typeof DeployMineInput;
  }
}

export const claimUnannouncedDeploy = operation({
  name: 'deploy mine',
  summary: 'Say that an unannounced deploy is yours.',
  input: DeployMineInput,
  output: OwnDeploy,
  positionals: ['service', 'deploy'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<OwnDeploy, never>> {
    const { service, deploy: id } = call.input;
    requireService(app, service, 'services-only');
    const claim = { service, id, claimant: claimantOf(call.actor), deployId: app.newId() };
    const answer = await claimUnannounced({ store: app.store, auditContext: auditContextOfCall(app, call) }, claim);
    switch (answer.type) {
      case 'not-found': {
        const message = `Tipoff saw no unannounced deploy ${id} of ${service} in the last day. \`tipoff deploy active\` shows what runs now.`;
        return refused('unknown_deploy', message);
      }
      case 'claimed-before':
        return refused(
          'claimed_before',
          `${claimantName(answer.by)} has already said that this deploy of ${service} is theirs.`,
        );
      case 'claimed':
        return answer.deploy.ended_at === null
          ? await holdLock(app, call, answer.deploy)
          : done(call.input, 'It has ended, so it holds no lock. It is in the history of the service.', null);
    }
  },
});

/** Records a deploy in progress under the lock, which it claims if the lock is free. */
async function holdLock(app: App, call: OperationCall<DeployMineInput>, { id, commit }: UnannouncedDeploy) {
  const { service } = call.input;
  const claimant = claimantOf(call.actor);
  const plan = await planDeploy(app, { service, commit: commit ?? undefined });
  const content = requestContent('deploy mine', call);
  const { answer, now } = await executeLockCommand(app, call, (state) =>
    startDeploy(
      state,
      { service, claimant, token: undefined },
      {
        commit,
        request: `mine-${id}`,
        plan,
        claim: { reason: `Deploy ${commit ?? service}`, until: holdUntil(CLAIM_FOR, state.now), content },
      },
    ),
  );
  if (answer.type !== 'started') {
    return done(call.input, `You do not hold its lock. \`tipoff deploy status ${service}\` shows why.`, null);
  }
  const { token, until } = answer.hold;
  const text = `You hold the lock of ${service} until ${leagueTime(until, now)}, token ${token}. Finish the deploy when it has ended.`;
  return done(call.input, text, token);
}

function done({ service, deploy }: DeployMineInput, text: string, token: number | null) {
  const message = `The deploy ${deploy} of ${service} is recorded as yours. ${text}`;
  const finish = token === null ? [] : finishSteps({ service, token });
  return { decision: 'done', code: 'ok', message, data: { service, deploy, token }, next: finish } as const;
}
