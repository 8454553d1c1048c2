import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

const PlayerRow = z.object({
  player_id: z.string(),
  player_name: z.string(),
  player_lookup: z.string(),
  team: z.string().nullable(),
});
export type PlayerWithTeam = z.infer<typeof PlayerRow>;

/** Reads every imported player with the team of his newest game. */
export function readPlayersWithTeams(warehouse: Warehouse): Promise<readonly PlayerWithTeam[]> {
  return warehouse.query({ sql: 'player/sql/named-players' }, PlayerRow);
}
