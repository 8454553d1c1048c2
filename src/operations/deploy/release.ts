import * as z from 'zod';
import { claimantOf } from '../../coordination/deploy-locks/lock.ts';
import { releaseAll, releaseLock } from '../../coordination/deploy-locks/release-lock.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { LockToken } from '../kit/input/lock-token.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { type OperationCall, type Outcome, operation } from '../kit/operation.ts';
import { sentenceCase } from '../kit/sentence-case.ts';
import { executeLockCommand, requireService } from './execute-lock-command.ts';
import { lockName, unreadableSentence } from './lock-text.ts';
import { notHeldOutcome } from './not-held-outcome.ts';

const DeployReleaseInput = z.strictObject({
  service: ServiceName.optional().describe('the service whose lock you hold, or global'),
  token: LockToken.optional().describe('the token of your claim'),
  all: z.boolean().default(false).describe('release every lock your session holds'),
});
type DeployReleaseInput = z.infer<typeof DeployReleaseInput>;

/** The services whose locks were released. */
const ReleasedLocks = z.object({ released: z.array(z.string()).readonly() });
type ReleasedLocks = Readonly<z.infer<typeof ReleasedLocks>>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy release': typeof DeployReleaseInput;
  }
}

export const releaseDeployLock = operation({
  name: 'deploy release',
  summary: 'Release one or all of your deploy locks.',
  input: DeployReleaseInput,
  output: ReleasedLocks,
  refusal: ReleasedLocks,
  positionals: ['service'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, call) {
    const { service, all } = call.input;
    if (service === undefined && all) return await releaseEverything(app, call);
    if (service !== undefined && !all) return await releaseOne(app, { ...call, service });
    throw new Problem({ code: 'bad_input', message: 'Name one service, or use --all to release every lock you hold.' });
  },
});

async function releaseOne(
  app: App,
  { service, ...call }: OperationCall<DeployReleaseInput> & { readonly service: string },
): Promise<Outcome<ReleasedLocks>> {
  requireService(app, service, 'with-global');
  const { token } = call.input;
  const caller = claimantOf(call.actor);
  const { answer, now } = await executeLockCommand(app, call, (state) =>
    releaseLock(state, { service, caller, token }),
  );
  if (answer.type === 'not-held' && token === undefined) {
    const message = `${sentenceCase(lockName(service))} is already free. Nothing was changed.`;
    return { decision: 'done', code: 'nothing_to_release', message, data: { released: [] }, next: [] };
  }
  if (answer.type !== 'released') return notHeldOutcome(app, answer, { service, actor: call.actor, now });
  const message = `You released ${lockName(service)}.`;
  return { decision: 'done', code: 'ok', message, data: { released: [service] }, next: [] };
}

async function releaseEverything(app: App, call: OperationCall<unknown>): Promise<Outcome<ReleasedLocks>> {
  const { answer } = await executeLockCommand(app, call, (state) => releaseAll(state, claimantOf(call.actor)));
  const { released, unreadable } = answer;
  const data = { released };
  const freed = released.length === 0 ? [] : [`You released ${released.join(', ')}.`];
  if (unreadable.length > 0) {
    const message = [...freed, ...unreadable.map(unreadableSentence)].join(' ');
    return { decision: 'refused', code: 'lock_unreadable', message, data, next: [] };
  }
  const message = freed[0] ?? 'Your session holds no locks. Nothing was changed.';
  const code = released.length === 0 ? 'nothing_to_release' : 'ok';
  return { decision: 'done', code, message, data, next: [] };
}
