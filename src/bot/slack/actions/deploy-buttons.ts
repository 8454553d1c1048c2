import { ACTION } from './action-id.ts';
import type { ButtonCall } from './batch-buttons.ts';

/** Returns the operation behind the button of an unannounced deploy, which carries the service and the deploy. Undefined for any other button. */
export function deployButton(actionId: string, value: string): ButtonCall | undefined {
  if (actionId !== ACTION.claimDeploy) return undefined;
  const [service = '', ...deploy] = value.split('#');
  return { operation: 'deploy mine', given: { service, deploy: deploy.join('#') } };
}
