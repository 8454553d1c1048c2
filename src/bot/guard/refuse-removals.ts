import { VariableFacts } from '../../operations/deploy/variables.ts';
import { removalText } from '../../operations/deploy/variables-text.ts';
import type { Outcome } from '../../operations/kit/operation.ts';
import { known, unknown } from '../../platform/reading.ts';
import type { DetectedDeploy } from './match-deploy.ts';

/** Reads the environment variables of a service, by the operation `deploy variables`. */
export type ReadVariables = (service: string) => Promise<Outcome<unknown>>;

/**
 * Says why the deploys are refused that remove environment variables of their services. A deploy that was started with a
 * reason to remove variables may do so. `services` are the services that Tipoff knows.
 */
export async function refuseRemovals(
  deploys: readonly DetectedDeploy[],
  services: readonly string[],
  read: ReadVariables,
): Promise<readonly string[]> {
  const refusals = await Promise.all(deploys.map((deploy) => refuseRemoval(deploy, services, read)));
  return refusals.flatMap((refusal) => refusal ?? []);
}

async function refuseRemoval(
  { command, service = 'an unknown service', variables: change }: DetectedDeploy,
  services: readonly string[],
  read: ReadVariables,
): Promise<string | undefined> {
  if (change.options.length === 0) return undefined;
  const checked = { command, service, change };
  if (!services.includes(service)) {
    const variables = unknown('The command names no service that Tipoff knows.');
    return removalText({ ...checked, variables, onPurpose: onPurpose('<service>') });
  }
  const { variables, why, drop_variables } = VariableFacts.parse((await read(service)).data);
  if (drop_variables !== null) return undefined;
  const reading = variables === null ? unknown(why ?? '') : known(variables);
  return removalText({ ...checked, variables: reading, onPurpose: onPurpose(service) });
}

function onPurpose(service: string): string {
  return `tipoff deploy start ${service} --drop-variables "why"`;
}
