import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { PlayerStatus } from '../player/outcome.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { type ModelCoverage, partialCoverage } from './model-coverage.ts';
import { PICKING_MODEL } from './picking-model.ts';

const MAX_NAMED = 30;
/** The number of players whose documents are read for the reasons why models are absent. */
const MAX_ABSENCES = 500;

/** One of tonight's predictions that is furthest from its line. */
export const Edge = z.object({
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  system_id: z.string(),
  line: z.number(),
  predicted_points: z.number(),
  /** Prediction minus line, signed. */
  edge: z.number(),
  confidence: z.number(),
  recommendation: z.string(),
});
export type Edge = z.infer<typeof Edge>;

export const UnpredictedPlayer = z.object({ player_name: z.string(), team: z.string(), reason: z.string() });
export type UnpredictedPlayer = z.infer<typeof UnpredictedPlayer>;

const PlayersOfModelRow = z.object({ system_id: z.string(), players: z.number() });

/** Players without a prediction: the first thirty by name, and how many there are. */
export interface UnpredictedPlayers {
  readonly unpredicted: UnpredictedPlayer[];
  readonly unpredicted_total: number;
}

/** The details that the results show in addition to the numbers of the batch. */
export interface SlateDetail extends UnpredictedPlayers {
  readonly top_edges: Edge[];
  readonly short_models: ModelCoverage[];
}

interface SlateDetailDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

interface BatchOfDate {
  readonly batch_id: string;
  readonly game_date: string;
}

/** The largest edges in the table, and the players and models that are missing there. */
export async function readSlateDetail(deps: SlateDetailDeps, batch: BatchOfDate): Promise<SlateDetail> {
  const { store, warehouse } = deps;
  const parameters = { game_date: { type: 'DATE', value: batch.game_date } } as const;
  const picking_model = { type: 'STRING', value: PICKING_MODEL } as const;
  const [edges, unpredicted, partial] = await Promise.all([
    warehouse.query({ sql: 'results/sql/top-edges', parameters: { ...parameters, picking_model } }, Edge),
    readByStatus(store, batch.batch_id, ['requested', 'failed', 'skipped']),
    readPartialCoverage(deps, batch),
  ]);
  return { top_edges: [...edges], ...unpredicted, short_models: [...partial] };
}

/** Reads the reasons of the first players only. They serve as examples, so nothing is counted from them. */
async function readPartialCoverage(
  { store, warehouse }: SlateDetailDeps,
  batch: BatchOfDate,
): Promise<readonly ModelCoverage[]> {
  const parameters = {
    game_date: { type: 'DATE', value: batch.game_date },
    batch_id: { type: 'STRING', value: batch.batch_id },
  } as const;
  const [found, predicted] = await Promise.all([
    warehouse.query({ sql: 'results/sql/rows-by-model', parameters }, PlayersOfModelRow),
    store.query(playersOf(batch.batch_id), { where: [['status', '==', 'predicted']], limit: MAX_ABSENCES }),
  ]);
  return partialCoverage(
    found,
    predicted.map(({ data }) => data.absent ?? {}),
  );
}

/** The players who have no outcome yet. */
export function readMissing(store: DocumentStore, batchId: string): Promise<UnpredictedPlayers> {
  return readByStatus(store, batchId, ['requested']);
}

/** Lists the players by status, in the order of the statuses. */
async function readByStatus(
  store: DocumentStore,
  batchId: string,
  statuses: readonly PlayerStatus[],
): Promise<UnpredictedPlayers> {
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
