import { distance } from 'fastest-levenshtein';
import { playerLookup } from '../import/player-lookup.ts';

/** Shorter beginnings would match half the league. */
const MIN_PREFIX = 3;
const NEAREST = 3;

export interface NamedPlayer {
  readonly player_lookup: string;
  readonly player_name: string;
}

export type FoundPlayer<P extends NamedPlayer> =
  | { readonly type: 'exact'; readonly player: P }
  /** Not the whole name as it is written, and no other player comes as near. */
  | { readonly type: 'close'; readonly player: P }
  | { readonly type: 'ambiguous'; readonly players: readonly P[] }
  | { readonly type: 'none'; readonly nearest: readonly P[] };

/**
 * Whom a typed name means; case, accents, spaces and punctuation do not count. The whole name wins; then words of the name ("jokic"), its
 * beginning ("giannis ant"), and last a name with typing errors. Each step is asked only when the one before found nobody.
 */
export function findPlayer<P extends NamedPlayer>(query: string, players: readonly P[]): FoundPlayer<P> {
  const key = playerLookup(query);
  if (key === '') return { type: 'none', nearest: [] };
  const exact = players.find((player) => player.player_lookup === key);
  if (exact !== undefined) return { type: 'exact', player: exact };
  for (const step of [withWords(query, players), beginningWith(key, players), mistyped(key, players)]) {
    const [only, ...others] = step;
    if (only === undefined) continue;
    return others.length === 0 ? { type: 'close', player: only } : { type: 'ambiguous', players: step };
  }
  return {
    type: 'none',
    nearest: byDistance(key, players)
      .slice(0, NEAREST)
      .map(({ player }) => player),
  };
}

function withWords<P extends NamedPlayer>(query: string, players: readonly P[]): readonly P[] {
  const asked = words(query);
  return players.filter((player) => {
    const own = words(player.player_name);
    return asked.every((word) => own.includes(word));
  });
}

function beginningWith<P extends NamedPlayer>(key: string, players: readonly P[]): readonly P[] {
  if (key.length < MIN_PREFIX) return [];
  return players.filter((player) => spellings(player).some((spelling) => spelling.startsWith(key)));
}

function mistyped<P extends NamedPlayer>(key: string, players: readonly P[]): readonly P[] {
  const [nearest, ...others] = byDistance(key, players);
  if (nearest === undefined || nearest.edits > tolerance(key)) return [];
  return [nearest, ...others].filter(({ edits }) => edits === nearest.edits).map(({ player }) => player);
}

/** Edits a name of this length may differ by; two letters swapped are two. */
function tolerance(key: string): number {
  if (key.length >= 10) return 3;
  return key.length >= 5 ? 2 : 1;
}

function byDistance<P extends NamedPlayer>(
  key: string,
  players: readonly P[],
): readonly { player: P; edits: number }[] {
  return players
    .map((player) => ({ player, edits: Math.min(...spellings(player).map((spelling) => distance(key, spelling))) }))
    .sort((a, b) => a.edits - b.edits);
}

function spellings(player: NamedPlayer): readonly string[] {
  return [player.player_lookup, ...words(player.player_name)];
}

function words(name: string): readonly string[] {
  return name
    .split(/\s+/)
    .map(playerLookup)
    .filter((word) => word !== '');
}
