import { ACTION } from './action-id.ts';

const OPERATIONS: Readonly<Record<string, string>> = {
  [ACTION.acknowledgeIncident]: 'incidents acknowledge',
  [ACTION.snoozeIncident]: 'incidents snooze',
  [ACTION.resolveIncident]: 'incidents resolve',
};

/** The operation behind a button of an incident's card; undefined for other buttons. */
export function incidentOperation(actionId: string): string | undefined {
  return OPERATIONS[actionId];
}
