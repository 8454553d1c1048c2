import { changeIncident, type RequestedChange } from '../../coordination/incidents/change-incident.ts';
import type { Incident } from '../../coordination/incidents/incident.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { leagueDay, leagueTimeSpan } from '../kit/league-time.ts';
import { nextStep } from '../kit/next-step.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { type IncidentFacts, incidentFacts } from './incident-facts.ts';

interface IncidentRequest extends RequestedChange {
  /** Describes the incident after the requested change. */
  readonly message: (incident: Incident) => string;
}

/** Changes an incident for a caller and reports the result. */
export async function changeForCaller(
  app: App,
  caller: Pick<OperationCall<unknown>, 'actor' | 'request'>,
  { message, ...requested }: IncidentRequest,
): Promise<Outcome<IncidentFacts>> {
  const answer = await changeIncident({ store: app.store, auditContext: auditContextOfCall(app, caller) }, requested);
  switch (answer.type) {
    case 'unknown':
      return unknownIncident(requested.key);
    case 'outdated':
      return refused('outdated', `This card is outdated. ${currentState(answer.incident)}`, answer.incident);
    case 'resolved-before':
      return refused('already_resolved', currentState(answer.incident), answer.incident);
    case 'unchanged':
      return done('unchanged', currentState(answer.incident), answer.incident);
    case 'changed':
      return done('ok', message(answer.incident), answer.incident);
  }
}

export function unknownIncident(key: string): Outcome<IncidentFacts> {
  const next = [nextStep('incidents list', {}, { why: 'See the incidents that are not resolved.' })];
  const message = `The incident ${quoteInput(key)} does not exist.`;
  return { decision: 'refused', code: 'unknown_incident', message, data: null, next };
}

/** Describes the state of an incident in a sentence. */
function currentState(incident: Incident): string {
  const { key, opened_at } = incident;
  switch (incident.state) {
    case 'open':
      return `The incident ${key} has been open since ${leagueDay(opened_at)}.`;
    case 'acknowledged':
      return `${incident.acknowledged_by} acknowledged the incident ${key} at ${leagueDay(incident.acknowledged_at)}.`;
    case 'snoozed':
      return `${incident.snoozed_by} snoozed the incident ${key} until ${leagueDay(incident.snoozed_until)}.`;
    case 'resolved': {
      const { resolved_by, resolved_at } = incident;
      const lasted = leagueTimeSpan(opened_at, resolved_at);
      return resolved_by === null
        ? `The incident ${key} was resolved by itself at ${leagueDay(resolved_at)}, after ${lasted}.`
        : `${resolved_by} resolved the incident ${key} at ${leagueDay(resolved_at)}, after ${lasted}.`;
    }
  }
}

function done(code: string, message: string, incident: Incident): Outcome<IncidentFacts> {
  return { decision: 'done', code, message, data: incidentFacts(incident), next: [] };
}

function refused(code: string, message: string, incident: Incident): Outcome<IncidentFacts> {
  return { decision: 'refused', code, message, data: incidentFacts(incident), next: [] };
}
