import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { ConsolidatingBatch } from '../documents/batch-document.ts';
import { ClosedGame } from '../documents/closed-game.ts';
import { isLate, type PlayerDocument, playersOf } from '../player/player-document.ts';
import type { OutcomeCounts } from './count-outcomes.ts';

export interface ClosedGamesQuestion {
  readonly gameDate: string;
  /** The wall-clock time. */
  readonly now: Date;
  /** Leaves out the games whose predictions of this generation were published before the tip-off. */
  readonly leftAloneBy?: Pick<ConsolidatingBatch, 'batch_id' | 'generation'>;
}

/** Reads the closed games of a date, the earliest first. */
export function readClosedGames(
  { warehouse }: { readonly warehouse: Warehouse },
  { gameDate, now, leftAloneBy }: ClosedGamesQuestion,
): Promise<readonly ClosedGame[]> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    now: { type: 'TIMESTAMP', value: instantFromDate(now) },
    batch_id: { type: 'STRING', value: leftAloneBy?.batch_id ?? null },
    generation: { type: 'INT64', value: leftAloneBy?.generation ?? null },
  } as const;
  return warehouse.query({ sql: 'batch/sql/closed-games', parameters }, ClosedGame);
}

const PublishedPlayer = z.object({
  player_lookup: z.string(),
  player_name: z.string(),
  team: z.string(),
  game_id: z.string(),
});
export type PublishedPlayer = Readonly<z.infer<typeof PublishedPlayer>>;

/** Reads the players of closed games who have predictions, whatever batch made these. */
export async function publishedPlayersOf(
  warehouse: Warehouse,
  gameDate: string,
  closed: readonly ClosedGame[],
): Promise<readonly PublishedPlayer[]> {
  if (closed.length === 0) return [];
  const ids = new Set(closed.map(({ game_id }) => game_id));
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const players = await warehouse.query({ sql: 'batch/sql/published-players', parameters }, PublishedPlayer);
  return players.filter(({ game_id }) => ids.has(game_id));
}

/** Finds the players of a batch whose games are closed. */
export async function playersOfClosedGames(
  store: DocumentStore,
  batchId: string,
  closed: readonly ClosedGame[],
): Promise<readonly PlayerDocument[]> {
  if (closed.length === 0) return [];
  const ids = new Set(closed.map(({ game_id }) => game_id));
  const players = await store.query(playersOf(batchId), {});
  return players.map(({ data }) => data).filter(({ game_id }) => ids.has(game_id));
}

/**
 * Counts as skipped the players whose game was closed before their new predictions could be published. The merge leaves
 * such a game alone.
 */
export async function withoutClosedGames(
  store: DocumentStore,
  batch: Pick<ConsolidatingBatch, 'batch_id' | 'generation' | 'sealed_at'>,
  { outcomes, closed }: { readonly outcomes: OutcomeCounts; readonly closed: readonly ClosedGame[] },
): Promise<OutcomeCounts> {
  const players = await playersOfClosedGames(store, batch.batch_id, closed);
  const unpublished = players.filter(
    (player) =>
      player.status === 'predicted' && player.generation === batch.generation && !isLate(player, batch.sealed_at),
  ).length;
  if (unpublished === 0) return outcomes;
  const { predicted, skipped } = outcomes;
  return { ...outcomes, predicted: predicted - unpublished, skipped: { ...skipped, game_begun: unpublished } };
}
