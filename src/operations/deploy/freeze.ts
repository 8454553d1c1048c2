import * as z from 'zod';
import { freezeDeploys } from '../../coordination/deploy-locks/freeze-deploys.ts';
import { runningDeploys } from '../../coordination/deploy-locks/running-deploys.ts';
import type { Instant } from '../../platform/instant.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { FreezeEnd, freezeEnd } from '../kit/input/freeze-end.ts';
import { reasonText } from '../kit/input/lock-reason.ts';
import { leagueTime } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { FreezeFacts, freezeFacts } from './freeze-text.ts';

export const freezeAllDeploys = operation({
  name: 'deploy freeze',
  summary: 'Refuse new deploys until a time. For people only.',
  input: z.strictObject({
    until: FreezeEnd.describe('when the freeze ends: 18:30 ET, 11:30 pm or 24h'),
    reason: reasonText('describe in a few words why nobody should deploy')
      .default('no reason given')
      .describe('why nobody should deploy; others see this'),
  }),
  output: FreezeFacts,
  positionals: ['until'],
  effect: 'approve',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input, actor, request }) {
    const auditContext = auditContextOfCall(app, { actor, request });
    const endOf = (from: Instant) => freezeEnd(input.until, from);
    const wanted = { freeze_id: app.newId(), reason: input.reason, endOf };
    const { freeze, now } = await freezeDeploys({ store: app.store, auditContext }, wanted);
    const running = (await runningDeploys(app)).map(({ service }) => service);
    const goOn = running.length === 0 ? '' : ` The running deploys go on: ${running.join(', ')}.`;
    const message = `Deploys are frozen until ${leagueTime(freeze.until, now)}. Claims and starts are refused until then.${goOn}`;
    const next = [nextStep('deploy unfreeze', {}, { why: 'Lift the freeze.' })];
    return { decision: 'done', code: 'frozen', message, data: freezeFacts(freeze), next };
  },
});
