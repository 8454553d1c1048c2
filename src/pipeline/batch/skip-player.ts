import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { DocumentStore } from '../../platform/document-store.ts';
import { batchRef, type CurrentBatch } from '../documents/batch-document.ts';
import type { PlayerStatus } from '../player/outcome.ts';
import { playerRef } from '../player/player-document.ts';
import { outcomeFields } from '../player/record-outcome.ts';
import { refuseFormerOwner } from './batch-ownership.ts';

const SKIPPED = { status: 'skipped', reason: 'skipped_by_person' } as const;

export type SkipDecision =
  | { readonly type: 'skipped' }
  /** The player's request has an outcome already. */
  | { readonly type: 'answered'; readonly status: Exclude<PlayerStatus, 'requested'>; readonly reason: string | null }
  | { readonly type: 'not-open' };

interface Skip {
  readonly batch: Pick<CurrentBatch, 'batch_id'>;
  readonly playerLookup: string;
  readonly auditContext: AuditContext;
}

/**
 * Ends a player's open request without a prediction, because a person decided to go without him. The batch can then
 * finish. An answer that a worker gives later is refused, as after any other outcome. Only a re-run requests the player
 * again.
 */
export function skipPlayer(store: DocumentStore, { batch, playerLookup, auditContext }: Skip): Promise<SkipDecision> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const current = (await transaction.get(batchRef(batch.batch_id)))?.data;
    const player = (await transaction.get(playerRef(batch.batch_id, playerLookup)))?.data;
    refuseFormerOwner(current, auditContext);
    if (current?.state !== 'open' || player === undefined) return { type: 'not-open' };
    const { status, reason, attempt } = player;
    if (status !== 'requested') return { type: 'answered', status, reason };
    transaction.update(playerRef(batch.batch_id, playerLookup), outcomeFields(SKIPPED));
    audit.append({
      action: 'batch.player_skipped',
      subject: { kind: 'batch', id: batch.batch_id },
      before: { player: playerLookup, status, attempt },
      after: { player: playerLookup, ...SKIPPED },
    });
    return { type: 'skipped' };
  });
}
