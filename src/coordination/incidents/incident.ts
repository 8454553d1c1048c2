import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const MINUTES_UNTIL_REMINDERS = [30, 120];
const KEY = /^[a-z0-9][a-z0-9._-]{0,199}$/;

/** A button on an incident's card, which runs an operation. */
const IncidentStep = z.object({
  /** Names the step within its incident. A click finds the step by it, also after the incident has changed. */
  id: z.string(),
  label: z.string(),
  operation: z.string(),
  given: z.record(z.string(), z.string()),
});

const described = {
  /** Names the problem: `job-grade-last-night`. A key has at most one unresolved incident. */
  key: z.string().regex(KEY),
  /** The number of the occurrence. It rises each time the problem comes back after its incident was resolved. */
  occurrence: z.number().int().positive(),
  /** The problem in a few words. */
  title: z.string(),
  /** What the newest report of the problem found, in sentences. */
  detail: z.string(),
  /** What a person should do about the problem, in sentences. */
  remedy: z.string(),
  /** The people who must act, by Slack id or name. Empty if nobody in particular must act. */
  mentions: z.array(z.string()),
  opened_at: Instant,
  /** The time of the newest report of the problem. */
  reported_at: Instant,
  /** How often the problem was reported. */
  reports: z.number().int().positive(),
  /** The number of the incident's reminders that were sent or missed. */
  reminders_passed: z.number().int(),
  /** What a person can do about the problem with one click, beside the buttons of every incident. */
  steps: z.array(IncidentStep).default([]),
  /** An open incident reminds people so many minutes after it opened, once for each number. */
  remind_after_minutes: z.array(z.number().int().positive()).default(MINUTES_UNTIL_REMINDERS),
  /** The key of the post that shows the incident beside other facts; null for an incident with a card of its own. */
  card_key: z.string().nullable().default(null),
};

const OpenIncident = z.object({ ...described, state: z.literal('open') });
const AcknowledgedIncident = z.object({
  ...described,
  state: z.literal('acknowledged'),
  acknowledged_by: z.string(),
  acknowledged_at: Instant,
});
const SnoozedIncident = z.object({
  ...described,
  state: z.literal('snoozed'),
  snoozed_by: z.string(),
  snoozed_at: Instant,
  snoozed_until: Instant,
});
const ResolvedIncident = z.object({
  ...described,
  state: z.literal('resolved'),
  /** The person or agent who resolved the incident; null when the problem ended by itself. */
  resolved_by: z.string().nullable(),
  resolved_at: Instant,
});

/** A problem that people must know about, from its first report until it is resolved. */
export const Incident = z.discriminatedUnion('state', [
  OpenIncident,
  AcknowledgedIncident,
  SnoozedIncident,
  ResolvedIncident,
]);
export type Incident = Readonly<z.infer<typeof Incident>>;

/** What a new incident has unless its report says otherwise: the usual reminders and a card of its own. */
export const USUAL_INCIDENT = { remind_after_minutes: MINUTES_UNTIL_REMINDERS, card_key: null, steps: [] };

/** The states of an incident that is not resolved. */
export const UNRESOLVED_STATES = ['open', 'acknowledged', 'snoozed'] as const;

export const INCIDENTS: Collection<Incident> = {
  name: 'incidents',
  schema: Incident,
  indexes: [['state']],
  texts: [],
  times: ['opened_at', 'reported_at', 'acknowledged_at', 'snoozed_at', 'snoozed_until', 'resolved_at'],
};

export function incidentRef(key: string): DocumentRef<Incident> {
  return { collection: INCIDENTS, id: key };
}
