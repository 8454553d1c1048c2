import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { acknowledge } from '../../coordination/incidents/incident-policy.ts';
import { IncidentName, parseIncidentName } from '../kit/input/incident-name.ts';
import { operation } from '../kit/operation.ts';
import { IncidentFacts } from './incident-facts.ts';
import { changeForCaller } from './incident-outcome.ts';

const AcknowledgeInput = z.strictObject({ incident: IncidentName.describe('the key of the incident') });

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'incidents acknowledge': typeof AcknowledgeInput;
  }
}

export const acknowledgeIncident = operation({
  name: 'incidents acknowledge',
  summary: 'Say that you handle an incident.',
  input: AcknowledgeInput,
  output: IncidentFacts,
  refusal: IncidentFacts,
  positionals: ['incident'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  run: (app, { input, ...caller }) =>
    changeForCaller(app, caller, {
      ...parseIncidentName(input.incident),
      change: (incident, now) => acknowledge(incident, nameOf(caller.actor), now),
      message: ({ key }) => `You acknowledged the incident ${key}. Its reminders stop for four hours.`,
    }),
});
