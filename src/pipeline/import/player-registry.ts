import * as z from 'zod';
import { playerLookup } from './player-lookup.ts';

/** A row of `nba_raw.players`. */
export const Player = z.object({ player_id: z.string(), player_name: z.string(), player_lookup: z.string() });
export type Player = z.infer<typeof Player>;

/** Maps player ids to lookups. Each file works on a copy, which is kept only when the file is imported. */
export interface PlayerRegistry {
  readonly lookupById: Map<string, string>;
  readonly idByLookup: Map<string, string>;
  /** Players added since this copy was made. */
  readonly added: Player[];
}

export function playerRegistry(players: Iterable<Player>): PlayerRegistry {
  const registry: PlayerRegistry = { lookupById: new Map(), idByLookup: new Map(), added: [] };
  for (const { player_id, player_lookup } of players) {
    registry.lookupById.set(player_id, player_lookup);
    registry.idByLookup.set(player_lookup, player_id);
  }
  return registry;
}

/** A copy with an empty list of added players. */
export function copyRegistry({ lookupById, idByLookup }: PlayerRegistry): PlayerRegistry {
  return { lookupById: new Map(lookupById), idByLookup: new Map(idByLookup), added: [] };
}

/**
 * Returns a player's lookup and adds unknown players to the registry. A player keeps the lookup from the first spelling of his name. When two
 * players share a name, the id is appended to the lookup of the second. A player without an id gets the plain lookup of his name.
 */
export function resolveLookup(registry: PlayerRegistry, id: string | null, name: string): string {
  if (id === null) return playerLookup(name);
  const known = registry.lookupById.get(id);
  if (known !== undefined) return known;
  const plain = playerLookup(name);
  const lookup = registry.idByLookup.has(plain) ? `${plain}${id}` : plain;
  registry.lookupById.set(id, lookup);
  registry.idByLookup.set(lookup, id);
  registry.added.push({ player_id: id, player_name: name, player_lookup: lookup });
  return lookup;
}
