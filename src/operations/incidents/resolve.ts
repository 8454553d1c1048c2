import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { resolve } from '../../coordination/incidents/incident-policy.ts';
import { IncidentName, parseIncidentName } from '../kit/input/incident-name.ts';
import { operation } from '../kit/operation.ts';
import { IncidentFacts } from './incident-facts.ts';
import { changeForCaller } from './incident-outcome.ts';

const ResolveInput = z.strictObject({ incident: IncidentName.describe('the key of the incident') });

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'incidents resolve': typeof ResolveInput;
  }
}

export const resolveOneIncident = operation({
  name: 'incidents resolve',
  summary: 'Say that an incident is solved.',
  input: ResolveInput,
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
      change: (incident, now) => resolve(incident, nameOf(caller.actor), now),
      message: ({ key }) =>
        `You resolved the incident ${key}. If the problem is not solved, the next check opens a new one.`,
    }),
});
