import type { DocumentStore } from '../../platform/document-store.ts';
import type { FinishedMoves, StoreFiles } from '../../platform/store-files.ts';
import { type AuditChain, type AuditContext, systemAuditContext } from './audit-context.ts';
import { AUDIT_RECORDS } from './audit-record.ts';
import { auditedTransaction } from './open-audit.ts';

interface RecordMovesDeps {
  readonly store: DocumentStore;
  readonly audit: AuditChain;
  readonly storeFiles: StoreFiles;
}

/**
 * Writes the audit records of restores and repairs at the next start, because the store is closed during a restore or
 * repair.
 */
export async function recordFinishedMoves({ store, audit, storeFiles }: RecordMovesDeps): Promise<void> {
  for (const moves of await storeFiles.finishedMoves()) {
    // If a process died here before, the list still names a restore whose audit record exists already.
    if (!(await isRecorded(store, moves))) await record(store, audit, moves);
    await storeFiles.forgetFinishedMoves(moves.id);
  }
}

async function isRecorded(store: DocumentStore, { id }: FinishedMoves): Promise<boolean> {
  const count = await store.count({ collection: AUDIT_RECORDS }, [
    ['subject_kind', '==', 'data'],
    ['subject_id', '==', id],
  ]);
  return count > 0;
}

async function record(store: DocumentStore, chain: AuditChain, moves: FinishedMoves): Promise<void> {
  const { id, begunAt, reason, aside, backup } = moves;
  const action = reason === 'restore' ? 'data.restored' : 'data.repaired';
  const after = { begun_at: begunAt, backup, moved_aside: aside.map(({ to }) => to) };
  await auditedTransaction(store, contextOf(chain, moves), async (_transaction, audit) =>
    audit.append({ action, subject: { kind: 'data', id }, before: null, after }),
  );
}

function contextOf(chain: AuditChain, { author }: FinishedMoves): AuditContext {
  if (author === null) return systemAuditContext(chain, 'store-files');
  return { chain, actor: { kind: 'person', name: author.name }, session: null, request: author.request };
}
