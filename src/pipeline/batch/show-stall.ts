import { systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { Incident } from '../../coordination/incidents/incident.ts';
import { afterReport } from '../../coordination/incidents/incident-policy.ts';
import { type IncidentWrites, writeIncident } from '../../coordination/incidents/save-incident.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { CurrentBatch, UnfinishedBatch } from '../documents/batch-document.ts';
import { progressOnCard } from './batch-card.ts';
import { type NoticedStall, readStallState, type StallDeps, type StallState } from './read-stall-state.ts';
import { type ShownStall, stallPost } from './shown-stall.ts';
import { newStallCard, stallPostKey } from './stall-card.ts';
import { hasNews, stallReport } from './stall-incident.ts';
import { stallLookRef } from './stall-look.ts';
import type { Stall } from './stall-policy.ts';
import { readUsualDuration } from './usual-duration.ts';

const AUTHOR = 'stall-check';

/**
 * Shows a stalled batch on its card. If people have to act, the stall also gets an incident, which mentions them and
 * reminds them once. Later calls edit the card. Resolves to `before` when the channel already shows a stall with this
 * cause, or when the batch has advanced.
 */
export async function showStall(
  deps: StallDeps,
  batch: UnfinishedBatch,
  noticed: NoticedStall,
): Promise<'announced' | 'before'> {
  const { store, audit: chain } = deps;
  const usualMs = await readUsualDuration(store);
  return auditedTransaction(store, systemAuditContext(chain, AUTHOR), async (transaction, audit) => {
    const known = await readStallState(deps, transaction, batch);
    if (known === undefined || hasAdvanced(batch, known.current, noticed.stall)) return 'before';
    const stall = stallNow(deps, batch, { known, noticed, usualMs });
    const progress = await progressOnCard(store, known.current, { stall, detail: known.detail });
    await enqueuePosts(transaction, [stallPost(stall, progress)]);
    transaction.update(stallLookRef(batch.batch_id), { alerted: noticed.stall.cause, card_key: stall.key });
    saveNews({ transaction, audit }, known.found, stall.incident);
    return wasAlerted(known, noticed.stall) ? 'before' : 'announced';
  });
}

interface NoticedState {
  readonly known: StallState;
  readonly noticed: NoticedStall;
  readonly usualMs: number | null;
}

/** The stall with its card and its incident after a stall check. Only a stall that people have to act on gets an incident. */
function stallNow({ roles }: StallDeps, batch: UnfinishedBatch, { known, noticed, usualMs }: NoticedState): ShownStall {
  const { found, look, now } = known;
  const isForPeople = noticed.stall.action === 'alert';
  const incident = isForPeople ? afterReport(found, stallReport({ roles }, batch, noticed), now) : found;
  const { key, shown } = stallPostKey(batch, { ...known, incident });
  return {
    key,
    ruledOut: new Set(look.ruled_out),
    incident: incident === undefined ? undefined : { ...incident, card_key: key },
    card: newStallCard(known.current, { ...known, ...noticed, shown, roles, usualMs }),
  };
}

function saveNews(writes: IncidentWrites, before: Incident | undefined, after: Incident | undefined): void {
  if (after !== undefined && hasNews(before, after)) writeIncident(writes, { before, after });
}

function wasAlerted({ look }: StallState, { cause }: Stall): boolean {
  return look.alerted === cause && look.card_key !== null;
}

/** An alert about a batch that has advanced would be wrong. An automatic action has advanced the batch itself. */
function hasAdvanced(batch: UnfinishedBatch, current: CurrentBatch, { action }: Stall): boolean {
  if (current.generation !== batch.generation) return true;
  return action === 'alert' && current.state !== batch.state;
}
