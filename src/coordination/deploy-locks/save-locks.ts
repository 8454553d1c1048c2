import type { Transaction } from '../../platform/document-store.ts';
import type { AuditAuthor } from '../audit/audit-context.ts';
import type { Audit } from '../audit/open-audit.ts';
import { enqueuePosts, type NewPost } from '../outbox/post.ts';
import { lockPosts, newestByKey } from './announce-locks.ts';
import { auditRecordOf } from './audit-locks.ts';
import type { Lock } from './lock.ts';
import { changedLocks, eventsBetween, type LockState } from './lock-state.ts';
import { documentOfLock, lockRef } from './lock-storage.ts';

/** A change of the locks by one author. */
export interface LockChange {
  readonly before: LockState;
  readonly after: LockState;
  readonly author: AuditAuthor;
}

interface LockWrites {
  readonly transaction: Transaction;
  readonly audit: Audit;
  /** Other posts of the transaction. They are enqueued here, because a transaction enqueues its posts in one call. */
  readonly otherPosts?: readonly NewPost[];
}

/**
 * Writes the changed locks, their posts and their audit records. `changes` are consecutive: each begins with the state in which the
 * previous one ended.
 */
export async function saveLocks(writes: LockWrites, changes: readonly LockChange[]): Promise<void> {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return;
  const changed = changedLocks(first.before, last.after);
  const { otherPosts = [] } = writes;
  if (changed.length === 0 && otherPosts.length === 0) return;
  const posts = changes.flatMap(({ before, after }) => lockPosts(before, after));
  await enqueuePosts(writes.transaction, newestByKey([...posts, ...otherPosts]));
  for (const lock of changed) writeLock(writes.transaction, first.before, lock);
  for (const change of changes) recordEvents(writes.audit, change);
}

function writeLock(transaction: Transaction, loaded: LockState, lock: Lock): void {
  const view = loaded.views.get(lock.service);
  const document = documentOfLock(lock);
  if (view?.type === 'readable' && view.document === 'stored') transaction.update(lockRef(lock.service), document);
  else transaction.create(lockRef(lock.service), document);
}

function recordEvents(audit: Audit, { before, after, author }: LockChange): void {
  for (const scoped of eventsBetween(before, after)) audit.append(auditRecordOf(scoped), author);
}
