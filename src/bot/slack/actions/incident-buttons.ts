import { ACTION } from './action-id.ts';
import type { ButtonCall } from './batch-buttons.ts';

const OPERATIONS: Readonly<Record<string, string>> = {
  [ACTION.acknowledgeIncident]: 'incidents acknowledge',
  [ACTION.snoozeIncident]: 'incidents snooze',
  [ACTION.resolveIncident]: 'incidents resolve',
};

/** Returns the operation behind a button of an incident's card. Returns undefined for any other button. */
export function incidentButton(actionId: string, incident: string): ButtonCall | undefined {
  if (actionId === ACTION.waitTenMinutes) return { operation: 'incidents snooze', given: { incident, for: '10m' } };
  const operation = OPERATIONS[actionId];
  return operation === undefined ? undefined : { operation, given: { incident } };
}
