import * as z from 'zod';
import { currentLocks } from '../../coordination/deploy-locks/load-locks.ts';
import { servedVariables } from '../../coordination/deploys/variables.ts';
import { UserText } from '../../platform/user-text.ts';
import type { App } from '../app.ts';
import { countedText } from '../kit/count-text.ts';
import { ServiceName } from '../kit/input/service-name.ts';
import { operation } from '../kit/operation.ts';
import { requireService } from './execute-lock-command.ts';

const DeployVariablesInput = z.strictObject({ service: ServiceName.describe('the service') });

/** The environment variables of a service, without their values. */
export const VariableFacts = z.object({
  service: z.string(),
  /** The variables of the revision that gets the largest share of the traffic; null if they are unknown. */
  variables: z
    .array(z.object({ name: UserText, from: z.enum(['value', 'secret']) }))
    .readonly()
    .nullable(),
  /** Why they are unknown, as a sentence; null if they are known. */
  why: z.string().nullable(),
  /** Why your running deploy of the service may remove variables; null if it may not. */
  drop_variables: UserText.nullable(),
});

export const deployVariables = operation({
  name: 'deploy variables',
  summary: 'List the names of the environment variables that a service has.',
  input: DeployVariablesInput,
  output: VariableFacts,
  positionals: ['service'],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input: { service }, actor }) {
    requireService(app, service, 'services-only');
    const [reading, drop_variables] = await Promise.all([
      app.target.readServing(service),
      dropReason(app, service, actor.session),
    ]);
    const known = servedVariables(service, reading);
    if (known.type === 'unknown') {
      const message = `The environment variables of ${service} are unknown. ${known.why}`;
      const data = { service, variables: null, why: known.why, drop_variables };
      return { decision: 'done', code: 'sources_unknown', message, data, next: [] };
    }
    const variables = known.value;
    const names = variables.map(({ name, from }) => (from === 'secret' ? `${name} (a secret)` : name));
    const list = names.length === 0 ? '' : `: ${names.join(', ')}`;
    const message = `${service} has ${countedText(names.length, 'environment variable')}${list}.`;
    return { decision: 'done', code: 'ok', message, data: { service, variables, why: null, drop_variables }, next: [] };
  },
});

/** Resolves to why the session's running deploy of a service removes variables; null if it must not remove any. */
async function dropReason(app: App, service: string, session: string): Promise<string | null> {
  const views = await currentLocks(app);
  const deploys = views.flatMap((view) =>
    view.type === 'readable' && view.lock.service === service && view.lock.deploy !== null ? [view.lock.deploy] : [],
  );
  const own = deploys.find(({ state, claimant }) => state === 'running' && claimant.session === session);
  return own?.drop_variables ?? null;
}
