import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { readHeadlineModel } from '../headline/headline-model.ts';
import { isLate, type PlayerDocument, playersOf } from '../player/player-document.ts';
import type { PricingDeps } from '../pricing/price-slate.ts';
import { type ModelCoverage, partialCoverage } from './model-coverage.ts';
import { type PricedPredictions, readPricedPredictions } from './priced-predictions.ts';

/** A message about a slate names at most this many players. */
export const MAX_NAMED = 30;
/** The maximum number of player documents from which the reasons of models without a prediction are read. */
const MAX_ABSENCES = 500;

export const UnpredictedPlayer = z.object({ player_name: z.string(), team: z.string(), reason: z.string() });
export type UnpredictedPlayer = z.infer<typeof UnpredictedPlayer>;

/** A player whose predictions were withdrawn. `reason` is the `invalidation_reason` of the rows. */
export const WithdrawnFromSlate = z.object({
  player_lookup: z.string(),
  player_name: z.string(),
  team: z.string(),
  reason: z.string(),
});
export type WithdrawnFromSlate = z.infer<typeof WithdrawnFromSlate>;

const PlayersOfModelRow = z.object({ system_id: z.string(), players: z.number() });

/** At most thirty players without a prediction, and the number of all such players. */
export interface UnpredictedPlayers {
  readonly unpredicted: UnpredictedPlayer[];
  readonly unpredicted_total: number;
}

/** The details that the post about a batch's results shows in addition to the counts. */
export interface SlateDetail extends UnpredictedPlayers, PricedPredictions {
  /** The id of the model that gives the projections of the slate. */
  readonly headline_model: string;
  readonly short_models: ModelCoverage[];
  readonly withdrawn: WithdrawnFromSlate[];
}

export interface SlateDetailDeps extends PricingDeps {
  readonly store: DocumentStore;
  readonly pinnedHeadline?: string;
}

interface BatchOfDate {
  readonly batch_id: string;
  readonly game_date: string;
  readonly sealed_at?: Instant;
}

/**
 * Reads the details for the results of a game date: the picks, the largest edges, the models with partial coverage, the withdrawn
 * players, and the players without a prediction. The caller passes the players who have no outcome.
 */
export async function readSlateDetail(
  deps: SlateDetailDeps,
  batch: BatchOfDate,
  missing: UnpredictedPlayers,
): Promise<SlateDetail> {
  const { store, warehouse } = deps;
  const headline_model = await readHeadlineModel(deps, batch.game_date);
  const [priced, unpredicted, partial, withdrawn] = await Promise.all([
    readPricedPredictions(deps, { gameDate: batch.game_date, headlineModel: headline_model }),
    nameUnpredicted(store, batch, missing),
    readPartialCoverage(deps, batch),
    readWithdrawn(warehouse, batch.game_date),
  ]);
  return {
    headline_model,
    ...priced,
    ...unpredicted,
    short_models: [...partial],
    withdrawn: [...withdrawn],
  };
}

/** Reads the players of a game date whose predictions were withdrawn and who have no newer ones. */
export function readWithdrawn(warehouse: Warehouse, gameDate: string): Promise<readonly WithdrawnFromSlate[]> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  return warehouse.query({ sql: 'results/sql/withdrawn', parameters }, WithdrawnFromSlate);
}

/**
 * Reads the models that predicted only some of the players. Their reasons are read only from the first players, because
 * the results show them as examples.
 */
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

/**
 * Lists the players without a prediction: the missing players, then the failed ones, then the skipped ones. A player
 * whose outcome was committed after the seal counts as missing.
 */
async function nameUnpredicted(
  store: DocumentStore,
  { batch_id, sealed_at: sealedAt }: BatchOfDate,
  missing: UnpredictedPlayers,
): Promise<UnpredictedPlayers> {
  const named = [...missing.unpredicted];
  let total = missing.unpredicted_total;
  for (const status of ['failed', 'skipped'] as const) {
    const found = await store.query(playersOf(batch_id), { where: [['status', '==', status]] });
    const inTime = found.filter(({ data }) => sealedAt === undefined || !isLate(data, sealedAt));
    named.push(...inTime.map(({ data }) => unpredictedPlayer(data)));
    total += inTime.length;
  }
  return { unpredicted: named.slice(0, MAX_NAMED), unpredicted_total: total };
}

export function unpredictedPlayer({
  player_name,
  team,
  reason,
}: Pick<PlayerDocument, 'player_name' | 'team' | 'reason'>): UnpredictedPlayer {
  return { player_name, team, reason: reason ?? 'missing' };
}
