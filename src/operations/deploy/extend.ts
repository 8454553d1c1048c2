import * as z from 'zod';
import { extendLock } from '../../coordination/deploy-locks/extend-lock.ts';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { HoldDuration, holdUntil } from '../kit/input/hold-duration.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { leagueTime } from '../kit/league-time.ts';
import { operation } from '../kit/operation.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { HoldFacts, holdFacts } from './lock-facts.ts';
import { lockName } from './lock-text.ts';
import { notHeldOutcome } from './not-held-outcome.ts';

export const extendDeployLock = operation({
  name: 'deploy extend',
  summary: 'Extend your deploy lock, counted from now.',
  input: z.strictObject({
    service: ServiceName.describe('the service whose lock you hold, or global'),
    for: HoldDuration.default('30m').describe('how long, from now: 45m, 1h30m or "until 18:30 ET"; at most 8 hours'),
    token: LockToken.optional().describe('the token of your claim'),
  }),
  output: HoldFacts,
  positionals: ['service', 'for'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    const { service, for: duration, token } = call.input;
    requireService(app, service, 'with-global');
    const caller = claimantOf(call.actor);
    const { answer, now } = await executeLockCommand(app, call, (state) =>
      extendLock(state, { service, caller, token }, holdUntil(duration, state.now)),
    );
    if (answer.type !== 'extended') return notHeldOutcome(app, answer, { service, actor: call.actor, now });
    const { hold, before } = answer;
    const until = leagueTime(hold.until, now);
    const message =
      hold.until === before.until
        ? `You already hold ${lockName(service)} until ${until}. Nothing was changed.`
        : `You extended ${lockName(service)}. It now ends at ${until} (before: ${leagueTime(before.until, now)}).`;
    return { decision: 'done', code: 'ok', message, data: holdFacts(service, hold), next: [] };
  },
});
