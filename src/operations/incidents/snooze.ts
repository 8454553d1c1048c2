import * as z from 'zod';
import { nameOf } from '../../coordination/identity/actor.ts';
import { type Incident, incidentRef } from '../../coordination/incidents/incident.ts';
import { remindersBefore, snooze } from '../../coordination/incidents/incident-policy.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import type { App } from '../app.ts';
import { durationMs, durationText } from '../kit/input/duration-text.ts';
import { IncidentName, parseIncidentName } from '../kit/input/incident-name.ts';
import { leagueTime } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { IncidentFacts, incidentFacts } from './incident-facts.ts';
import { changeForCaller, unknownIncident } from './incident-outcome.ts';

const MOST_DAYS = 7;
const CHOICES = ['1h', '4h', '12h'] as const;

const SnoozeInput = z.strictObject({
  incident: IncidentName.describe('the key of the incident'),
  for: durationText(MOST_DAYS).optional().describe('default: only a preview'),
});

declare module '../kit/next-step.ts' {
  interface StepInputs {
    'incidents snooze': typeof SnoozeInput;
  }
}

export const snoozeIncident = operation({
  name: 'incidents snooze',
  summary: "Pause an incident's reminders.",
  input: SnoozeInput,
  output: IncidentFacts,
  refusal: IncidentFacts,
  positionals: ['incident', 'for'],
  effect: 'write',
  reach: 'everywhere',
  opens: 'documents',
  prints: 'outcome',
  async run(app, { input: { incident: name, for: duration }, ...caller }) {
    const named = parseIncidentName(name);
    if (duration === undefined) return await preview(app, named.key);
    const now = await app.store.now();
    const until = laterBy(now, durationMs(duration));
    return await changeForCaller(app, caller, {
      ...named,
      change: (incident, at) => snooze(incident, { by: nameOf(caller.actor), until }, at),
      message: (incident) => `You snoozed the incident ${named.key}. ${effectText(incident, { now, until })}`,
    });
  },
});

/** Answers a snooze without a duration. It changes nothing and suggests the usual durations as next steps. */
async function preview({ store }: App, key: string): Promise<Outcome<IncidentFacts>> {
  const found = await store.get(incidentRef(key));
  if (found === undefined) return unknownIncident(key);
  const now = await store.now();
  const effects = CHOICES.map(
    (duration) => `${duration}: ${effectText(found.data, { now, until: laterBy(now, durationMs(duration)) })}`,
  );
  const message = [
    `Nothing has changed yet. How long should the incident ${key} stay quiet?`,
    ...effects,
    'Its card stays in the channel and shows when the problem ends. Other incidents are not affected.',
  ].join('\n');
  const incident = `${key}#${found.data.occurrence}`;
  const next = CHOICES.map((duration) =>
    nextStep('incidents snooze', { incident, for: duration }, { why: `Snooze it for ${duration}.` }),
  );
  return { decision: 'done', code: 'preview', message, data: incidentFacts(found.data), next };
}

function effectText(incident: Incident, { now, until }: { readonly now: Instant; readonly until: Instant }): string {
  const quiet = remindersBefore(incident, until).map((due) => leagueTime(due, now));
  const ends = `It is open again at ${leagueTime(until, now)}, with a reminder.`;
  if (quiet.length === 0) return `No reminder falls into that time. ${ends}`;
  return `The ${quiet.length === 1 ? 'reminder' : 'reminders'} of ${quiet.join(' and ')} will not be sent. ${ends}`;
}
