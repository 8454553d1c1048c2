import { type DocumentStore, STORE_TIME, type Stored } from '../../platform/document-store.ts';
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
 * exist. `refused`: the request was answered before, or a newer one replaced it.
 */
export async function recordOutcome(
  store: DocumentStore,
  answered: OutcomeOfPlayer,
  read?: Stored<PlayerDocument>,
): Promise<'recorded' | 'refused'> {
  const ref = playerRef(answered.batchId, answered.playerLookup);
  let found = read ?? (await store.get(ref));
  while (found !== undefined && accepts(found.data, answered)) {
    if ((await store.update(ref, fieldsOf(answered.outcome), found.version)) === 'updated') return 'recorded';
    found = await store.get(ref);
  }
  return 'refused';
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
