import * as z from 'zod';
import { unresolvedIncidents } from '../../coordination/incidents/change-incident.ts';
import { readRefusals } from '../../coordination/outbox/refusals.ts';
import { nextStep } from '../kit/next-step.ts';
import { operation } from '../kit/operation.ts';
import { IncidentFacts, incidentFacts } from './incident-facts.ts';

const IncidentsListInput = z.strictObject({});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'incidents list': typeof IncidentsListInput;
  }
}

export const listIncidents = operation({
  name: 'incidents list',
  summary: 'List unresolved incidents.',
  input: IncidentsListInput,
  output: z.object({
    incidents: z.array(IncidentFacts),
    refused_posts: z.array(z.string()).describe('why channels refuse all posts, or some of the last day'),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run({ store, now }) {
    const found = await unresolvedIncidents(store);
    const open = found.filter(({ state }) => state === 'open');
    const { channels, posts } = await readRefusals(store, now());
    const refusedPosts = [
      ...channels.map(({ reason }) => reason),
      ...posts.map(({ key, reason }) => `The post ${key} was refused. ${reason}`),
    ];
    const next = open.map(({ key }) =>
      nextStep('incidents acknowledge', { incident: key }, { why: `Say that you work on ${key}.` }),
    );
    return {
      decision: 'done',
      code: open.length > 0 ? 'open_incidents' : 'ok',
      message: [messageOf(found.length, open.length), ...refusedPosts].join('\n'),
      data: { incidents: found.map(incidentFacts), refused_posts: refusedPosts },
      next,
    };
  },
});

function messageOf(unresolved: number, open: number): string {
  if (unresolved === 0) return 'There are no unresolved incidents.';
  return `Not resolved: ${incidentCount(unresolved)}. Not acknowledged: ${open}.`;
}

function incidentCount(count: number): string {
  return count === 1 ? '1 incident' : `${count} incidents`;
}
