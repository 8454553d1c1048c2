import type { DocumentStore } from '../../platform/document-store.ts';
import type { AuditAuthor } from './audit-context.ts';
import { readAudit, type Subject } from './read-audit.ts';

const CHANGES_CHECKED = 100;

/**
 * Returns whether an earlier attempt of the author's request has changed the subject by one of the actions. A caller repeats a request when it did not
 * receive the reply, for example because the process was killed. The audit record is written together with the change,
 * so it proves that the change was made. Only the newest 100 changes of the subject are checked.
 */
export async function hasRequestChanged(
  store: DocumentStore,
  subject: Subject,
  { author, actions }: { readonly author: AuditAuthor; readonly actions: readonly string[] },
): Promise<boolean> {
  // Each part of Tipoff uses one request id for all its changes.
  if (author.actor.kind === 'system') return false;
  const changes = await readAudit(store, { subject, limit: CHANGES_CHECKED });
  return changes.some(({ request, action }) => request === author.request && actions.includes(action));
}
