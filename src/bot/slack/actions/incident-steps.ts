import { incidentRef } from '../../../coordination/incidents/incident.ts';
import type { App } from '../../../operations/app.ts';
import { parseIncidentName } from '../../../operations/kit/input/incident-name.ts';
import { Problem } from '../../../platform/problem.ts';
import { ACTION } from './action-id.ts';

export function isIncidentStep(actionId: string): boolean {
  return actionId.startsWith(ACTION.runIncidentStep);
}

/**
 * Finds the call behind a step button of an incident's card, such as `prediction-errors#2:redrive`. Throws a `Problem` if
 * the incident has been resolved, has come back since, or no longer offers the step.
 */
export async function incidentStepCall({ store }: App, value: string) {
  const [name = '', ...rest] = value.split(':');
  const { key, occurrence } = parseIncidentName(name);
  const incident = (await store.get(incidentRef(key)))?.data;
  const step = incident?.steps.find(({ id }) => id === rest.join(':'));
  if (
    incident === undefined ||
    step === undefined ||
    incident.occurrence !== occurrence ||
    incident.state === 'resolved'
  ) {
    const message = `The incident ${key} has changed since this card was shown, so this button no longer applies. \`tipoff incidents list\` shows the incidents.`;
    throw new Problem({ code: 'outdated', message });
  }
  return { operation: step.operation, given: step.given };
}
