import { type DocumentStore, STORE_TIME, type Stored } from '../../platform/document-store.ts';
import { batchRef } from '../documents/batch-document.ts';
import { mayRecord, type PlayerOutcome } from './outcome.ts';
import { type PlayerDocument, playerRef } from './player-document.ts';

export interface OutcomeOfPlayer {
  readonly batchId: string;
  readonly playerLookup: string;
  /** The attempt number of the request that this outcome answers. */
  readonly attempt: number;
  readonly outcome: PlayerOutcome;
}

/**
 * Writes outcome and rows in one update that is conditional on the version that was read, so that a result without its completion cannot
 * exist. `refused`: the request was answered before, a newer one replaced it, or it failed and its batch is sealed.
 */
export async function recordOutcome(
  store: DocumentStore,
  answered: OutcomeOfPlayer,
  read?: Stored<PlayerDocument>,
): Promise<'recorded' | 'refused'> {
  const ref = playerRef(answered.batchId, answered.playerLookup);
  let found = read ?? (await store.get(ref));
  while (found !== undefined && accepts(found.data, answered)) {
    const written = await write(store, answered, found);
    if (written === 'updated') return 'recorded';
    if (written === 'sealed') return 'refused';
    found = await store.get(ref);
  }
  return 'refused';
}

function write(store: DocumentStore, answered: OutcomeOfPlayer, found: Stored<PlayerDocument>) {
  const ref = playerRef(answered.batchId, answered.playerLookup);
  if (found.data.status !== 'failed') return store.update(ref, fieldsOf(answered.outcome), found.version);
  return replaceFailure(store, answered, found);
}

/**
 * Replaces a failure while the batch is open. The batch is written, too: a seal that counted the failure loses to this change and counts
 * again. After the seal the failure stays, because the sealed numbers include it.
 */
function replaceFailure(
  store: DocumentStore,
  { batchId, playerLookup, outcome }: OutcomeOfPlayer,
  { version }: Stored<PlayerDocument>,
): Promise<'updated' | 'conflict' | 'sealed'> {
  const ref = playerRef(batchId, playerLookup);
  return store.transaction(async (transaction) => {
    const batch = await transaction.get(batchRef(batchId));
    const current = await transaction.get(ref);
    if (batch?.data.state !== 'open') return 'sealed';
    if (current?.version !== version) return 'conflict';
    transaction.update(ref, fieldsOf(outcome));
    transaction.update(batchRef(batchId), { updated_at: STORE_TIME });
    return 'updated';
  });
}

function accepts(player: PlayerDocument, { attempt, outcome }: OutcomeOfPlayer): boolean {
  return player.attempt === attempt && mayRecord(player.status, outcome) === 'yes';
}

function fieldsOf(outcome: PlayerOutcome) {
  const { status } = outcome;
  if (status === 'predicted') {
    const { rows, rowCount: row_count, absent } = outcome;
    return { status, reason: null, rows, row_count, absent, completed_at: STORE_TIME } as const;
  }
  return { status, reason: outcome.reason, rows: null, row_count: 0, absent: null, completed_at: STORE_TIME } as const;
}
