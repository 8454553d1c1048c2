import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { Edge, type ShortModel, type UnpredictedPlayer } from '../announcements/announcement.ts';
import type { SlateDetail } from '../batch/announce-batch.ts';
import type { PlayerStatus } from '../player/outcome.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { PICKING_MODEL } from './picking-model.ts';
import { shortModels } from './short-models.ts';

const MAX_NAMED = 30;
const MAX_ASKED = 500;

const ModelTally = z.object({ system_id: z.string(), players: z.number() });

interface DetailDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

interface BatchOfDate {
  readonly batch_id: string;
  readonly game_date: string;
}

/** The best of the table and who is not in it, for the results message. */
export async function readSlateDetail({ store, warehouse }: DetailDeps, batch: BatchOfDate): Promise<SlateDetail> {
  const parameters = { game_date: { type: 'DATE', value: batch.game_date } } as const;
  const picking_model = { type: 'STRING', value: PICKING_MODEL } as const;
  const [edges, unpredicted, short] = await Promise.all([
    warehouse.query({ sql: 'results/sql/top-edges', parameters: { ...parameters, picking_model } }, Edge),
    readUnpredicted(store, batch.batch_id),
    readShortModels({ store, warehouse }, batch),
  ]);
  return { top_edges: [...edges], ...unpredicted, short_models: [...short] };
}

/** The reasons are those of the first players only: they are told, not counted. */
async function readShortModels({ store, warehouse }: DetailDeps, batch: BatchOfDate): Promise<readonly ShortModel[]> {
  const parameters = {
    game_date: { type: 'DATE', value: batch.game_date },
    batch_id: { type: 'STRING', value: batch.batch_id },
  } as const;
  const [tallies, asked] = await Promise.all([
    warehouse.query({ sql: 'results/sql/rows-by-model', parameters }, ModelTally),
    store.query(playersOf(batch.batch_id), { where: [['status', '==', 'predicted']], limit: MAX_ASKED }),
  ]);
  return shortModels(
    tallies,
    asked.map(({ data }) => data.absent ?? {}),
  );
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
