import * as z from 'zod';
import { activeFreeze, readFreezes } from '../../coordination/deploy-locks/freeze.ts';
import { currentLocks } from '../../coordination/deploy-locks/load-locks.ts';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import { readDrift } from '../../coordination/deploys/read-drift.ts';
import { Instant } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import type { DeepReadonly } from '../kit/deep-readonly.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { operation } from '../kit/operation.ts';
import { ServingFacts, servingFacts } from './drift-facts.ts';
import { requireService } from './execute-lock-command.ts';
import { FreezeFacts, freezeFacts, freezeSentence } from './freeze-text.ts';
import { LockFacts, lockFacts } from './lock-facts.ts';
import { lockOverview, overviewSentence } from './lock-overview.ts';

const DeployStatusInput = z.strictObject({
  service: ServiceName.optional().describe('one service; default: every service'),
  only: z.enum(['locks']).optional().describe('only the locks'),
});

/** A lock and what its service serves. The global lock serves nothing. */
const ServiceStatus = LockFacts.extend({ serving: ServingFacts.optional() });
type ServiceStatus = DeepReadonly<z.infer<typeof ServiceStatus>>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'deploy status': typeof DeployStatusInput;
  }
}

export const deployStatus = operation({
  name: 'deploy status',
  summary: 'Show the lock, the last deploy and the serving commit of every service.',
  input: DeployStatusInput,
  output: z.object({
    at: Instant,
    freeze: FreezeFacts.optional(),
    locks: z.array(ServiceStatus),
    /** The services of which it is unknown what they serve. They have no `serving`. */
    unseen: z.array(z.string()),
  }),
  positionals: ['service'],
  unlisted: ['only'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input }) {
    if (input.service !== undefined) requireService(app, input.service, 'with-global');
    const [views, freezes, now] = await Promise.all([currentLocks(app), readFreezes(app.store), app.store.now()]);
    const active = activeFreeze(freezes, now);
    const freeze = active === null ? {} : { freeze: freezeFacts(active) };
    const all = lockOverview(views.map(lockFacts));
    const shown = all.filter(({ service }) => (input.service ?? service) === service);
    const seen = input.only === 'locks' ? { locks: shown, unseen: [] } : await withServing(app, shown);
    const frozen = freeze.freeze === undefined ? '' : `${freezeSentence(freeze.freeze, now)} `;
    const message = `${frozen}${overviewSentence(seen.locks)}`;
    return { decision: 'done', code: 'ok', message, data: { at: now, ...freeze, ...seen }, next: [] };
  },
});

interface SeenServices {
  readonly locks: readonly ServiceStatus[];
  readonly unseen: readonly string[];
}

async function withServing(app: App, locks: readonly LockFacts[]): Promise<SeenServices> {
  const names = locks.map(({ service }) => service).filter((service) => service !== GLOBAL);
  const { services } = await readDrift(app, names);
  const isSeen = ({ evidence }: (typeof services)[number]) => evidence !== null;
  const seen = new Map(services.filter(isSeen).map((drift) => [drift.service, servingFacts(drift)]));
  const described = locks.map((lock) => {
    const serving = seen.get(lock.service);
    return serving === undefined ? lock : { ...lock, serving };
  });
  return { locks: described, unseen: names.filter((service) => !seen.has(service)) };
}
