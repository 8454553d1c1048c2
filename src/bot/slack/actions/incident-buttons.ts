import { ACTION } from './action-id.ts';

const OPERATIONS: Readonly<Record<string, string>> = {
  [ACTION.acknowledgeIncident]: 'incidents acknowledge',
  [ACTION.snoozeIncident]: 'incidents snooze',
  [ACTION.resolveIncident]: 'incidents resolve',
};

/** Returns the operation behind a button of an incident's card. Returns undefined for any other button. */
export function incidentOperation(actionId: string): string | undefined {
  return OPERATIONS[actionId];
}
