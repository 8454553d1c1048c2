import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';
import type { AuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { INCIDENTS, type Incident, incidentRef, UNRESOLVED_STATES } from './incident.ts';
import { age, type IncidentAnswer, type IncidentReport, type ReminderReason } from './incident-policy.ts';
import { incidentCardPosts, reportIncidentIn, resolveIncidentIn, saveIncident } from './save-incident.ts';

/** The store of incidents, and the author of the changes. */
export interface IncidentStore {
  readonly store: DocumentStore;
  readonly auditContext: AuditContext;
}

export interface RequestedChange {
  readonly key: string;
  /** The occurrence of the incident that the caller saw; undefined for the newest. */
  readonly occurrence?: number | undefined;
  readonly change: (incident: Incident, now: Instant) => IncidentAnswer;
}

export type ChangeAnswer =
  | IncidentAnswer
  | { readonly type: 'unknown' }
  /** The caller saw an earlier occurrence of the incident, and the problem has come back since then. */
  | { readonly type: 'outdated'; readonly incident: Incident };

export function changeIncident(
  { store, auditContext }: IncidentStore,
  { key, occurrence, change }: RequestedChange,
): Promise<ChangeAnswer> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const before = (await transaction.get(incidentRef(key)))?.data;
    if (before === undefined) return { type: 'unknown' };
    if (occurrence !== undefined && occurrence !== before.occurrence) return { type: 'outdated', incident: before };
    const now = await transaction.now();
    const answer = change(before, now);
    if (answer.type === 'changed') await saveIncident({ transaction, audit }, { before, after: answer.incident, now });
    return answer;
  });
}

/** Opens an incident for a reported problem. If the problem has an unresolved incident, counts the report there. */
export function reportIncident({ store, auditContext }: IncidentStore, report: IncidentReport): Promise<void> {
  return auditedTransaction(store, auditContext, (transaction, audit) =>
    reportIncidentIn({ transaction, audit }, report),
  );
}

/** Resolves the incident of a problem that has ended by itself. */
export async function resolveIncident(
  { store, auditContext }: IncidentStore,
  key: string,
): Promise<'resolved' | 'none'> {
  const found = await store.get(incidentRef(key));
  if (found === undefined || found.data.state === 'resolved') return 'none';
  return await auditedTransaction(store, auditContext, (transaction, audit) =>
    resolveIncidentIn({ transaction, audit }, key),
  );
}

/** The incidents that are not resolved, the oldest first. */
export async function unresolvedIncidents(store: DocumentStore): Promise<readonly Incident[]> {
  const found = await Promise.all(
    UNRESOLVED_STATES.map((state) => store.query({ collection: INCIDENTS }, { where: [['state', '==', state]] })),
  );
  return found
    .flat()
    .map(({ data }) => data)
    .toSorted((a, b) => millisOf(a.opened_at) - millisOf(b.opened_at));
}

/**
 * Updates every unresolved incident for the time that has passed: ends snoozes, sends reminders, and shows the age on
 * the cards.
 */
export async function ageIncidents(
  deps: IncidentStore,
): Promise<{ readonly unresolved: number; readonly reminded: number }> {
  const incidents = await unresolvedIncidents(deps.store);
  let reminded = 0;
  for (const { key } of incidents) reminded += (await ageIncident(deps, key)) === null ? 0 : 1;
  return { unresolved: incidents.length, reminded };
}

/**
 * Updates one incident for the time that has passed. Resolves to the reason for its reminder; null if no reminder was
 * due.
 */
export function ageIncident({ store, auditContext }: IncidentStore, key: string): Promise<ReminderReason | null> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const before = (await transaction.get(incidentRef(key)))?.data;
    if (before === undefined || before.state === 'resolved') return null;
    const now = await transaction.now();
    const { incident, reminder } = age(before, now);
    if (reminder === null) await enqueuePosts(transaction, await incidentCardPosts(transaction, incident, now));
    else await saveIncident({ transaction, audit }, { before, after: incident, now, reminder });
    return reminder;
  });
}
