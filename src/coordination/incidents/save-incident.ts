import * as z from 'zod';
import type { Transaction } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { Audit } from '../audit/open-audit.ts';
import { enqueuePosts, type NewPost, POSTS } from '../outbox/post.ts';
import { type Incident, incidentRef } from './incident.ts';
import { incidentOnCard, incidentPost, reminderPost } from './incident-card.ts';
import { afterReport, type IncidentReport, type ReminderReason, resolve } from './incident-policy.ts';

/**
 * The transaction that saves an incident and its audit record. The functions of this file read first, so call one of
 * them before the transaction's first write.
 */
export interface IncidentWrites {
  readonly transaction: Transaction;
  readonly audit: Audit;
}

/** Opens an incident for a reported problem. If the problem has an unresolved incident, counts the report there. */
export async function reportIncidentIn(writes: IncidentWrites, report: IncidentReport): Promise<void> {
  const before = (await writes.transaction.get(incidentRef(report.key)))?.data;
  const now = await writes.transaction.now();
  await saveIncident(writes, { before, after: afterReport(before, report, now), now });
}

/**
 * Resolves the incident of a problem that has ended by itself. Does nothing if the problem has no unresolved incident.
 */
export async function resolveIncidentIn(writes: IncidentWrites, key: string): Promise<'resolved' | 'none'> {
  const before = (await writes.transaction.get(incidentRef(key)))?.data;
  if (before === undefined) return 'none';
  const now = await writes.transaction.now();
  const { type, incident } = resolve(before, null, now);
  if (type !== 'changed') return 'none';
  await saveIncident(writes, { before, after: incident, now });
  return 'resolved';
}

interface IncidentChange {
  readonly before: Incident | undefined;
  readonly after: Incident;
  readonly now: Instant;
  readonly reminder?: ReminderReason | null;
}

/** Saves an incident, its card and its reminder. Adds an audit record if a person or the time changed the incident's state. */
export async function saveIncident(writes: IncidentWrites, change: IncidentChange): Promise<void> {
  const { after, now, reminder = null } = change;
  const reminders = reminder === null ? [] : [reminderPost(after, reminder, now)];
  await enqueuePosts(writes.transaction, [...(await incidentCardPosts(writes.transaction, after, now)), ...reminders]);
  writeIncident(writes, change);
}

const AnyCard = z.looseObject({});

/** Returns the post of an incident's own card, or the post that shows the incident beside other facts. */
export async function incidentCardPosts(
  transaction: Transaction,
  incident: Incident,
  now: Instant,
): Promise<NewPost[]> {
  if (incident.card_key === null) return [incidentPost(incident, now)];
  const shown = await transaction.get({ collection: POSTS, id: incident.card_key });
  if (shown === undefined) return [];
  const card = AnyCard.parse(JSON.parse(shown.data.wanted));
  return [{ key: incident.card_key, announcement: { ...card, incident: incidentOnCard(incident) } }];
}

/** Saves an incident and its audit record, for a caller that enqueues the posts itself. */
export function writeIncident(
  { transaction, audit }: IncidentWrites,
  { before, after, reminder = null }: Omit<IncidentChange, 'now'>,
): void {
  const ref = incidentRef(after.key);
  if (before === undefined) transaction.create(ref, after);
  else transaction.update(ref, after);
  if (before !== undefined && isSameState(before, after) && reminder === null) return;
  audit.append({
    action: `incident.${after.state === 'open' ? openedHow(before, after) : after.state}`,
    subject: { kind: 'incident', id: after.key },
    before: before === undefined ? null : { state: before.state, occurrence: before.occurrence },
    after: { state: after.state, occurrence: after.occurrence, title: after.title },
  });
}

/** A second snooze replaces the first, so the state has changed. A further report of the problem changes no state. */
function isSameState(before: Incident, after: Incident): boolean {
  if (before.state === 'snoozed' && after.state === 'snoozed' && before.snoozed_at !== after.snoozed_at) return false;
  return before.state === after.state && before.occurrence === after.occurrence;
}

function openedHow(before: Incident | undefined, after: Incident): 'opened' | 'reopened' | 'reminded' {
  if (before?.occurrence !== after.occurrence) return 'opened';
  return before.state === 'open' ? 'reminded' : 'reopened';
}
