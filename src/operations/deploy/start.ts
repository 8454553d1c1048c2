import * as z from 'zod';
import { startDeploy } from '../../coordination/locks/deploy-under-lock.ts';
import { claimantOf } from '../../coordination/locks/lock.ts';
import { askLocks, requireService } from '../ask-locks.ts';
import { blockedOutcome, refused } from '../blocked-claim.ts';
import { CommitText } from '../input/commit.ts';
import { LockToken } from '../input/lock-token.ts';
import { ServiceName } from '../input/service.ts';
import { momentText } from '../league-clock.ts';
import { claimantName } from '../lock-facts.ts';
import { notClaimedOutcome, staleOutcome } from '../not-kept.ts';
import { type Outcome, operation } from '../operation.ts';

export const startServiceDeploy = operation({
  name: 'deploy start',
  summary: 'Record that a deploy begins, under the lock you hold.',
  input: z.strictObject({
    service: ServiceName.describe('the service you deploy'),
    token: LockToken.optional().describe('the token of your claim; refused when it is not valid any more'),
    commit: CommitText.optional().describe('the commit you deploy'),
  }),
  positionals: ['service'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call): Promise<Outcome<object | null>> {
    const { service, token, commit } = call.input;
    requireService(app, service, 'services-only');
    const claimant = claimantOf(call.actor);
    const { answer, now } = await askLocks(app, call, (scene) =>
      startDeploy(scene, { service, claimant, token }, { commit: commit ?? null, request: call.request }),
    );
    switch (answer.type) {
      case 'started': {
        const { deploy } = answer;
        const given = { service, token: String(deploy.token), result: 'succeeded' };
        const next = [{ operation: 'deploy finish', arguments: given, why: 'Tell how it went.' }];
        const data = { service, token: deploy.token, deploy_id: deploy.deploy_id, commit: deploy.commit };
        return { decision: 'done', code: 'ok', message: `The deploy of ${service} is recorded as begun.`, data, next };
      }
      case 'runs-already': {
        const { deploy } = answer;
        const message = `A deploy of ${service} by ${claimantName(deploy.claimant)} runs since ${momentText(deploy.started_at, now)}. Finish it first.`;
        const given = { service, token: String(deploy.token), result: 'failed' };
        return refused('deploy_running', message, [
          { operation: 'deploy finish', arguments: given, why: 'Say that it failed, if it did.' },
        ]);
      }
      case 'stale-token':
        return staleOutcome(app, answer, { service, actor: call.actor, now });
      case 'not-claimed':
        return notClaimedOutcome(answer, service, now);
      case 'blocked':
      case 'session-over':
      case 'unreadable': {
        const goOn = { go_on: 'start', ...(commit === undefined ? {} : { commit }) };
        const wanted = { service, reason: `Deploy ${commit ?? service}`, for: '30m', goOn };
        return blockedOutcome(app, answer, { wanted, actor: call.actor, now });
      }
    }
  },
});
