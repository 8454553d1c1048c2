import * as z from 'zod';
import type { Incident } from '../../coordination/incidents/incident.ts';
import { UserText } from '../../platform/user-text.ts';

/** An incident as replies show it. Times are in UTC. */
export const IncidentFacts = z.object({
  key: z.string(),
  state: z.enum(['open', 'acknowledged', 'snoozed', 'resolved']),
  title: z.string(),
  /** What the newest report of the problem found. The text may quote errors and file names. */
  detail: UserText,
  remedy: z.string(),
  opened_at: z.string(),
  /** How often the problem was reported. */
  reports: z.number().int(),
  occurrence: z.number().int(),
  /** The person or agent who acknowledged, snoozed or resolved the incident; null if nobody did. */
  by: UserText.nullable(),
  snoozed_until: z.string().nullable(),
  resolved_at: z.string().nullable(),
});
export type IncidentFacts = Readonly<z.infer<typeof IncidentFacts>>;

export function incidentFacts(incident: Incident): IncidentFacts {
  const { key, state, title, detail, remedy, opened_at, reports, occurrence } = incident;
  return {
    key,
    state,
    title,
    detail,
    remedy,
    opened_at,
    reports,
    occurrence,
    by: personBehind(incident),
    snoozed_until: incident.state === 'snoozed' ? incident.snoozed_until : null,
    resolved_at: incident.state === 'resolved' ? incident.resolved_at : null,
  };
}

function personBehind(incident: Incident): string | null {
  switch (incident.state) {
    case 'open':
      return null;
    case 'acknowledged':
      return incident.acknowledged_by;
    case 'snoozed':
      return incident.snoozed_by;
    case 'resolved':
      return incident.resolved_by;
  }
}
