import { type Instant, laterBy, millisOf } from '../../platform/instant.ts';
import { type Incident, USUAL_INCIDENT } from './incident.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** An acknowledged incident opens again if it is not resolved within this time. */
const ACKNOWLEDGED_FOR_MS = 4 * HOUR_MS;
/**
 * A problem that returns within this time after it ended by itself continues its incident, so that it has only one
 * message.
 */
const SAME_PROBLEM_WITHIN_MS = 15 * MINUTE_MS;

/** One report of a problem. */
export type IncidentReport = Pick<Incident, 'key' | 'title' | 'detail' | 'remedy' | 'mentions'> &
  Partial<Pick<Incident, 'remind_after_minutes' | 'card_key' | 'steps'>>;

/** Why an incident reminds the people who must act. */
export type ReminderReason = 'still-open' | 'snooze-ended' | 'acknowledged-long-ago' | 'became-critical';

export type IncidentAnswer =
  | { readonly type: 'changed'; readonly incident: Incident }
  /** The incident is already in the requested state. */
  | { readonly type: 'unchanged'; readonly incident: Incident }
  | { readonly type: 'resolved-before'; readonly incident: Incident };

/**
 * The incident after a report of its problem.
 * - The first report opens an incident. Later reports are counted, and the newest detail is kept.
 * - A report changes nothing about an acknowledgement or a snooze.
 * - If a person has resolved the incident, the next report opens a new occurrence. If the problem ended by itself a
 *   moment ago, the occurrence continues.
 */
export function afterReport(found: Incident | undefined, report: IncidentReport, now: Instant): Incident {
  const described = { ...USUAL_INCIDENT, ...report };
  const first = { opened_at: now, reported_at: now, reports: 1, reminders_passed: 0, state: 'open' } as const;
  if (found === undefined) return { ...described, ...first, occurrence: 1 };
  const counted = { ...described, reported_at: now, reports: found.reports + 1 };
  if (found.state !== 'resolved') return { ...found, ...counted };
  if (!isSameProblem(found, now)) return { ...described, ...first, occurrence: found.occurrence + 1 };
  const { occurrence, opened_at, reminders_passed } = found;
  return { ...counted, occurrence, opened_at, reminders_passed, state: 'open' };
}

function isSameProblem(found: Extract<Incident, { state: 'resolved' }>, now: Instant): boolean {
  return found.resolved_by === null && millisOf(now) - millisOf(found.resolved_at) < SAME_PROBLEM_WITHIN_MS;
}

/** Acknowledges an incident, which then sends no reminders for four hours. A second acknowledgement changes nothing. */
export function acknowledge(incident: Incident, by: string, now: Instant): IncidentAnswer {
  if (incident.state === 'resolved') return { type: 'resolved-before', incident };
  if (incident.state === 'acknowledged') return { type: 'unchanged', incident };
  return changed({ ...incident, state: 'acknowledged', acknowledged_by: by, acknowledged_at: now });
}

/**
 * Snoozes an incident, which then sends no reminders until `until` and opens again at that time. A second snooze
 * replaces the first.
 */
export function snooze(
  incident: Incident,
  { by, until }: { readonly by: string; readonly until: Instant },
  now: Instant,
): IncidentAnswer {
  if (incident.state === 'resolved') return { type: 'resolved-before', incident };
  return changed({ ...incident, state: 'snoozed', snoozed_by: by, snoozed_at: now, snoozed_until: until });
}

/** Resolves an incident. `by` is null when the problem ended by itself. */
export function resolve(incident: Incident, by: string | null, now: Instant): IncidentAnswer {
  if (incident.state === 'resolved') return { type: 'resolved-before', incident };
  return changed({ ...incident, state: 'resolved', resolved_by: by, resolved_at: now });
}

export interface AgedIncident {
  readonly incident: Incident;
  /** The reason for the reminder that the incident sends now; null if no reminder is due. */
  readonly reminder: ReminderReason | null;
}

/**
 * Returns the incident as it is at the given time. When a snooze or a four-hour acknowledgement ends, the incident
 * opens again and sends a reminder. Several missed reminders are sent as one.
 */
export function age(incident: Incident, now: Instant): AgedIncident {
  const passed = dueTimes(incident).filter((due) => due <= now).length;
  const open = { ...incident, state: 'open', reminders_passed: passed } as const;
  switch (incident.state) {
    case 'resolved':
      return { incident, reminder: null };
    case 'snoozed':
      return incident.snoozed_until > now ? { incident, reminder: null } : { incident: open, reminder: 'snooze-ended' };
    case 'acknowledged':
      return laterBy(incident.acknowledged_at, ACKNOWLEDGED_FOR_MS) > now
        ? { incident, reminder: null }
        : { incident: open, reminder: 'acknowledged-long-ago' };
    case 'open':
      return passed <= incident.reminders_passed
        ? { incident, reminder: null }
        : { incident: open, reminder: 'still-open' };
  }
}

/** The times of the incident's reminders that a snooze until `until` would suppress. */
export function remindersBefore(incident: Incident, until: Instant): readonly Instant[] {
  if (incident.state === 'resolved') return [];
  return dueTimes(incident)
    .slice(incident.reminders_passed)
    .filter((due) => due <= until);
}

function dueTimes({ opened_at, remind_after_minutes }: Incident): readonly Instant[] {
  return remind_after_minutes.map((minutes) => laterBy(opened_at, minutes * MINUTE_MS));
}

function changed(incident: Incident): IncidentAnswer {
  return { type: 'changed', incident };
}
