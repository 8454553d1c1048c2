import type { DocumentStore } from '../../platform/document-store.ts';
import { playersOf } from '../player/player-document.ts';

export interface StatusCounts {
  readonly predicted: number;
  readonly skipped: number;
  readonly failed: number;
  readonly missing: number;
}

/** The counts of players for a batch that has not requested any players yet. */
export const NO_PLAYERS: StatusCounts = { predicted: 0, skipped: 0, failed: 0, missing: 0 };

export async function countByStatus(store: DocumentStore, batchId: string): Promise<StatusCounts> {
  const count = (status: string) => store.count(playersOf(batchId), [['status', '==', status]]);
  const [predicted, skipped, failed, missing] = await Promise.all([
    count('predicted'),
    count('skipped'),
    count('failed'),
    count('requested'),
  ]);
  return { predicted, skipped, failed, missing };
}
