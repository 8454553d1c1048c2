import * as z from 'zod';
import { Instant, millisOf } from '../../platform/instant.ts';
import type { NewPost } from '../outbox/post.ts';
import type { Incident } from './incident.ts';
import type { ReminderReason } from './incident-policy.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
const QUARTER_MINUTES = 15;

const CardStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open') }),
  z.object({ state: z.literal('acknowledged'), by: z.string(), at: Instant }),
  z.object({ state: z.literal('snoozed'), by: z.string(), until: Instant }),
  /** `by` is the person or agent who resolved the incident; null when the problem ended by itself. */
  z.object({ state: z.literal('resolved'), by: z.string().nullable(), at: Instant }),
]);

/** The message of one occurrence of an incident. It is edited as the incident ages and changes. */
export const IncidentCard = z.object({
  type: z.literal('incident'),
  key: z.string(),
  occurrence: z.number().int(),
  title: z.string(),
  detail: z.string(),
  remedy: z.string(),
  mentions: z.array(z.string()),
  /** The buttons for this problem. Each runs the incident's step with its id. */
  steps: z.array(z.object({ id: z.string(), label: z.string(), operation: z.string() })).default([]),
  opened_at: Instant,
  /**
   * The age of the incident, rounded down so that its card is edited only every quarter of an hour, later every hour,
   * then every day.
   */
  age_minutes: z.number().int(),
  status: CardStatus,
});
export type IncidentCard = Readonly<z.infer<typeof IncidentCard>>;

/** An incident on a card that also shows other facts, such as the card of a stalled batch. */
export const IncidentOnCard = z.object({
  key: z.string(),
  occurrence: z.number().int(),
  mentions: z.array(z.string()),
  status: CardStatus,
});
export type IncidentOnCard = Readonly<z.infer<typeof IncidentOnCard>>;

/** A reminder in the thread of an incident's card. It is a reply, because an edit of the card notifies nobody. */
export const IncidentReminder = z.object({
  type: z.literal('incident-reminder'),
  key: z.string(),
  title: z.string(),
  mentions: z.array(z.string()),
  opened_at: Instant,
  reminded_at: Instant,
  reason: z.enum(['still-open', 'snooze-ended', 'acknowledged-long-ago', 'became-critical']),
});
export type IncidentReminder = Readonly<z.infer<typeof IncidentReminder>>;

export function incidentPost(incident: Incident, now: Instant): NewPost {
  const { key, occurrence, title, detail, remedy, mentions, opened_at } = incident;
  const steps = incident.steps.map(({ id, label, operation }) => ({ id, label, operation }));
  const described = { key, occurrence, title, detail, remedy, mentions: [...mentions], steps, opened_at };
  const ended = incident.state === 'resolved' ? incident.resolved_at : now;
  const announcement: IncidentCard = {
    type: 'incident',
    ...described,
    age_minutes: ageStep(Math.floor((millisOf(ended) - millisOf(opened_at)) / MINUTE_MS)),
    status: statusOf(incident),
  };
  return { key: cardKey(incident), announcement };
}

export function incidentOnCard(incident: Incident): IncidentOnCard {
  const { key, occurrence, mentions } = incident;
  return { key, occurrence, mentions: [...mentions], status: statusOf(incident) };
}

export function reminderPost(incident: Incident, reason: ReminderReason, now: Instant): NewPost {
  const { key, title, mentions, opened_at } = incident;
  const announcement: IncidentReminder = {
    type: 'incident-reminder',
    key,
    title,
    mentions: [...mentions],
    opened_at,
    reminded_at: now,
    reason,
  };
  return { key: `${cardKey(incident)}-reminder-${millisOf(now)}`, announcement, under: cardKey(incident) };
}

function cardKey({ key, occurrence, card_key }: Incident): string {
  return card_key ?? `incident-${key}-${occurrence}`;
}

function statusOf(incident: Incident): IncidentCard['status'] {
  switch (incident.state) {
    case 'open':
      return { state: 'open' };
    case 'acknowledged':
      return { state: 'acknowledged', by: incident.acknowledged_by, at: incident.acknowledged_at };
    case 'snoozed':
      return { state: 'snoozed', by: incident.snoozed_by, until: incident.snoozed_until };
    case 'resolved':
      return { state: 'resolved', by: incident.resolved_by, at: incident.resolved_at };
  }
}

function ageStep(minutes: number): number {
  const step = stepOf(minutes);
  return Math.floor(minutes / step) * step;
}

function stepOf(minutes: number): number {
  if (minutes < HOUR_MINUTES) return QUARTER_MINUTES;
  return minutes < DAY_MINUTES ? HOUR_MINUTES : DAY_MINUTES;
}
