import { type AuditAuthor, callerName } from '../../coordination/audit/audit-context.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import type { BatchDocument, CurrentBatch } from '../documents/batch-document.ts';

type Ownership = Pick<CurrentBatch, 'owner_session' | 'owner_name' | 'former_owners'>;

/** The ownership of a batch or a generation that this author starts. Nobody owns what Tipoff's own schedule starts. */
export function ownershipOf(author: AuditAuthor): { -readonly [K in keyof Ownership]: Ownership[K] } {
  if (author.session === null) return { owner_session: null, owner_name: null, former_owners: [] };
  return { owner_session: author.session, owner_name: callerName(author), former_owners: [] };
}

/** The ownership of a batch after its owner handed it over. */
export function handedOver(
  { owner_session, former_owners }: Ownership,
  to: { readonly session: string; readonly name: string },
): Ownership {
  const sessions = [...former_owners, ...(owner_session === null ? [] : [owner_session])];
  const former = [...new Set(sessions)].filter((session) => session !== to.session);
  return { owner_session: to.session, owner_name: to.name, former_owners: former };
}

/**
 * Refuses a change of a batch by a session that has handed the batch over. Every other session may change it as before.
 * Throws a `Problem` `handed_over` that names the new owner. Call it in the transaction of the change.
 */
export function refuseFormerOwner(batch: BatchDocument | undefined, { session }: Pick<AuditAuthor, 'session'>): void {
  if (batch === undefined || !('former_owners' in batch) || session === null) return;
  if (!batch.former_owners.includes(session)) return;
  const { batch_id, owner_name, owner_session } = batch;
  const owner = `${quoteText(owner_name ?? 'Nobody')} (${owner_session ?? 'no session'})`;
  const message = `Your session ${session} handed batch ${batch_id} over. Nothing was changed. Its owner is now ${owner}. Tell the owner with \`tipoff session tell ${owner_session ?? '<session>'} "…"\`.`;
  throw new Problem({ code: 'handed_over', message });
}
