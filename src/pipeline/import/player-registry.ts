import * as z from 'zod';
import { playerLookup } from './player-lookup.ts';

/** A row of `nba_raw.players`. */
export const Player = z.object({ player_id: z.string(), player_name: z.string(), player_lookup: z.string() });
export type Player = z.infer<typeof Player>;

/** Who is known by which lookup. A file gets a copy of its own, which is kept only if the file is taken. */
export interface PlayerRegistry {
  readonly lookupById: Map<string, string>;
  readonly idByLookup: Map<string, string>;
  /** Players who were not known when this copy was made. */
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

/** The same players with nobody added. */
export function copyRegistry({ lookupById, idByLookup }: PlayerRegistry): PlayerRegistry {
  return { lookupById: new Map(lookupById), idByLookup: new Map(idByLookup), added: [] };
}

/**
 * A player keeps the lookup of his first name, whatever other spellings follow; of two players with one name the second has his id appended.
 * Somebody without an id goes by his name alone, and so is the first of that name.
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
