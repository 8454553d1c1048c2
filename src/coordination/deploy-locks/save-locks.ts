import type { Transaction } from '../../platform/document-store.ts';
import type { Audit } from '../audit/open-audit.ts';
import { enqueuePosts } from '../outbox/post.ts';
import { lockPosts } from './announce-locks.ts';
import { auditEvents } from './audit-locks.ts';
import { lockRef } from './lock.ts';
import { changedLocks, type LockState } from './lock-state.ts';

/** Whether a rule has made anything of the scene. */
export function isChanged(before: LockState, after: LockState): boolean {
  return changedLocks(before, after).length > 0;
}

/** Writes the locks that changed, what the channel is to show of it, and the records. No other lock is touched. */
export async function saveLocks(
  { transaction, audit }: { readonly transaction: Transaction; readonly audit: Audit },
  before: LockState,
  after: LockState,
): Promise<void> {
  const changed = changedLocks(before, after);
  if (changed.length === 0) return;
  await enqueuePosts(transaction, lockPosts(before, after));
  for (const lock of changed) {
    const view = before.views.get(lock.service);
    if (view?.type === 'readable' && view.document === 'stored') transaction.update(lockRef(lock.service), lock);
    else transaction.create(lockRef(lock.service), lock);
  }
  auditEvents(audit, after);
}
