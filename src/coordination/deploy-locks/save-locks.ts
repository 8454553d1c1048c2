import type { Transaction } from '../../platform/document-store.ts';
import type { AuditAuthor } from '../audit/audit-context.ts';
import type { Audit } from '../audit/open-audit.ts';
import { DEPLOYS, type DeployRecord, deployRef, recordOfDeploy } from '../deploys/deploy-record.ts';
import { enqueuePosts, type NewPost } from '../outbox/post.ts';
import { lockPosts, newestByKey } from './announce-locks.ts';
import { auditRecordOf } from './audit-locks.ts';
import type { Lock } from './lock.ts';
import { changedLocks, eventsBetween, type LockState, lockOf } from './lock-state.ts';
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
 * Writes the changed locks, the records of the changed deploys, their posts and their audit records. `changes` are consecutive: each begins with the state in which the
 * previous one ended.
 */
export async function saveLocks(writes: LockWrites, changes: readonly LockChange[]): Promise<void> {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return;
  const changed = changedLocks(first.before, last.after);
  const { otherPosts = [] } = writes;
  if (changed.length === 0 && otherPosts.length === 0) return;
  const records = changedDeploys(changes, changed, first.before);
  const stored = await writes.transaction.getAll({ collection: DEPLOYS }, [...records.keys()]);
  const posts = changes.flatMap(({ before, after }) => lockPosts(before, after));
  await enqueuePosts(writes.transaction, newestByKey([...posts, ...otherPosts]));
  for (const [index, record] of [...records.values()].entries()) {
    const ref = deployRef(record.deploy_id);
    if (stored[index] === undefined) writes.transaction.create(ref, record);
    else writes.transaction.update(ref, record);
  }
  for (const lock of changed) writeLock(writes.transaction, first.before, lock);
  for (const change of changes) recordEvents(writes.audit, change);
}

/**
 * The records of the deploys that changed, by id. A lock holds only its newest deploy, so an earlier deploy that was lost
 * in the same transaction is found in the events.
 */
function changedDeploys(
  changes: readonly LockChange[],
  changed: readonly Lock[],
  loaded: LockState,
): ReadonlyMap<string, DeployRecord> {
  const { now } = loaded;
  const events = changes.flatMap(({ before, after }) => eventsBetween(before, after));
  const records = [
    ...events.flatMap(({ service, event }) => ('deploy' in event ? [recordOfDeploy(service, event.deploy, now)] : [])),
    ...changed.flatMap(({ service, deploy }) =>
      deploy === null || deploy === lockOf(loaded, service).deploy ? [] : [recordOfDeploy(service, deploy, now)],
    ),
  ];
  return new Map(records.map((record) => [record.deploy_id, record]));
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
