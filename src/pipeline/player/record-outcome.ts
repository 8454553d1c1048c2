import { type DocumentStore, STORE_TIME, type Stored } from '../../platform/document-store.ts';
import { shortReason } from '../deliveries/short-reason.ts';
import { batchRef } from '../documents/batch-document.ts';
import { mayRecord, type PlayerOutcome } from './outcome.ts';
import { type PlayerDocument, playerRef } from './player-document.ts';

const NO_FAILURE = { deliveries: 0, last_error: null } as const;

export interface OutcomeOfPlayer {
  readonly batchId: string;
  readonly playerLookup: string;
  /** The attempt number of the prediction request that the outcome answers. */
  readonly attempt: number;
  readonly outcome: PlayerOutcome;
}

/**
 * Records the outcome of a player together with his prediction rows. One update writes both, and only if the player's
 * document has not changed since it was read. The result is `refused` if the request has an answer, if a newer request
 * replaced it, or if the player failed and the batch is sealed.
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
  if (found.data.status !== 'failed') return store.update(ref, outcomeFields(answered.outcome), found.version);
  return replaceFailure(store, answered, found);
}

/**
 * Replaces a player's failure with a new outcome while the batch is open. The transaction also writes the batch
 * document, so a concurrent seal has to count the players again. After the seal the failure stays, because the
 * published numbers include it.
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
    transaction.update(ref, outcomeFields(outcome));
    transaction.update(batchRef(batchId), { updated_at: STORE_TIME });
    return 'updated';
  });
}

function accepts(player: PlayerDocument, { attempt, outcome }: OutcomeOfPlayer): boolean {
  return player.attempt === attempt && mayRecord(player.status, outcome) === 'yes';
}

/** Returns the fields of the player's document that hold the outcome. */
export function outcomeFields(outcome: PlayerOutcome) {
  const { status } = outcome;
  if (status === 'predicted') {
    const { rows, rowCount: row_count, absent } = outcome;
    return { ...NO_FAILURE, status, reason: null, rows, row_count, absent, completed_at: STORE_TIME } as const;
  }
  const none = { rows: null, row_count: 0, absent: null, completed_at: STORE_TIME } as const;
  if (status === 'skipped') return { ...NO_FAILURE, ...none, status, reason: outcome.reason } as const;
  const { reason, deliveries = 0, error } = outcome;
  return { ...none, status, reason, deliveries, last_error: error === undefined ? null : shortReason(error) } as const;
}
