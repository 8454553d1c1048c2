import { VariableFacts } from '../../../operations/deploy/variables.ts';
import { removalText } from '../../../operations/deploy/variables-text.ts';
import { isStoreUnavailable } from '../../../operations/kit/is-store-unavailable.ts';
import type { Outcome } from '../../../operations/kit/operation.ts';
import { known, unknown } from '../../../platform/reading.ts';
import type { DeployRunInput } from './deploy-run-command.ts';
import type { DeployRunContext } from './deploy-run-context.ts';

/**
 * Refuses a command that removes environment variables of its service, unless the caller says why it may. Resolves to
 * undefined if the command may run. While the store is unreachable, nothing is checked here, and the start of the deploy
 * answers.
 */
export async function refuseRemovedVariables(
  { call, deploysIn }: Pick<DeployRunContext, 'call' | 'deploysIn'>,
  { service, drop_variables }: DeployRunInput,
  words: readonly string[],
): Promise<Outcome<unknown> | undefined> {
  const removing = deploysIn(words).filter((deploy) => deploy.variables.options.length > 0);
  if (removing.length === 0 || drop_variables !== undefined) return undefined;
  const facts = await readFacts(call, service);
  if (facts === undefined) return undefined;
  const variables = facts.variables === null ? unknown(facts.why ?? '') : known(facts.variables);
  const onPurpose = '--drop-variables "why"';
  const texts = removing.flatMap(
    ({ command, variables: change }) => removalText({ command, service, change, variables, onPurpose }) ?? [],
  );
  if (texts.length === 0) return undefined;
  const message = `${texts.join('\n')} Nothing was deployed.`;
  return { decision: 'refused', code: 'variables_removed', message, data: null, next: [] };
}

async function readFacts(call: DeployRunContext['call'], service: string) {
  try {
    return VariableFacts.parse((await call('deploy variables', { service })).data);
  } catch (error) {
    if (isStoreUnavailable(error)) return;
    throw error;
  }
}
