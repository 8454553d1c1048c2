import type { DocumentStore } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { PlayerStatus } from '../player/outcome.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import type { SlateDetail } from './announce-batch.ts';
import { Edge, type UnpredictedPlayer } from './announcement.ts';

const MAX_NAMED = 30;

interface DetailDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

/** The best of the table and who is not in it, for the results message. */
export async function readSlateDetail(
  { store, warehouse }: DetailDeps,
  batch: { readonly batch_id: string; readonly game_date: string },
): Promise<SlateDetail> {
  const parameters = { game_date: { type: 'DATE', value: batch.game_date } } as const;
  const [edges, unpredicted] = await Promise.all([
    warehouse.query({ sql: 'results/sql/top-edges', parameters }, Edge),
    readUnpredicted(store, batch.batch_id),
  ]);
  return { top_edges: [...edges], ...unpredicted };
}

/** Who of a batch has no prediction, and why: the first thirty, missing ones first, and how many there are. */
function readUnpredicted(store: DocumentStore, batchId: string): Promise<Named> {
  return readByStatus(store, batchId, ['requested', 'failed', 'skipped']);
}

/** Who is still asked for. */
export function readMissing(store: DocumentStore, batchId: string): Promise<Named> {
  return readByStatus(store, batchId, ['requested']);
}

type Named = Pick<SlateDetail, 'unpredicted' | 'unpredicted_total'>;

async function readByStatus(store: DocumentStore, batchId: string, statuses: readonly PlayerStatus[]): Promise<Named> {
  const players = playersOf(batchId);
  const groups = await Promise.all(
    statuses.map((status) => store.query(players, { where: [['status', '==', status]], limit: MAX_NAMED })),
  );
  const counts = await Promise.all(statuses.map((status) => store.count(players, [['status', '==', status]])));
  const named = groups.flat().slice(0, MAX_NAMED);
  return {
    unpredicted: named.map(({ data }) => describe(data)),
    unpredicted_total: counts.reduce((sum, count) => sum + count, 0),
  };
}

function describe({ player_name, team, reason }: PlayerDocument): UnpredictedPlayer {
  return { player_name, team, reason: reason ?? 'missing' };
}
