import * as z from 'zod';
import { playerLookup } from './player-lookup.ts';

export const Player = z.object({ player_id: z.string(), player_name: z.string(), player_lookup: z.string() });
export type Player = z.infer<typeof Player>;

/**
 * Maps player ids to the keys (`player_lookup`) that identify players in all tables. The import of a file works on a
 * copy of this registry, and keeps the copy only if the file is imported.
 */
export interface PlayerRegistry {
  readonly lookupById: Map<string, string>;
  readonly idByLookup: Map<string, string>;
  /** The players that were added to this copy of the registry. */
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

/** Copies a player registry. The copy starts with an empty list of added players. */
export function copyRegistry({ lookupById, idByLookup }: PlayerRegistry): PlayerRegistry {
  return { lookupById: new Map(lookupById), idByLookup: new Map(idByLookup), added: [] };
}

/**
 * Returns a player's `player_lookup`, the key that identifies him in all tables, and adds an unknown player to the
 * registry. A player keeps the key of his first imported spelling. If two players share a name, the key of the second
 * ends with his id. The key of a player without an id is derived from his name.
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
