import { distance } from 'fastest-levenshtein';
import { playerLookup } from '../identity/player-lookup.ts';

/**
 * The number of letters that a typed beginning of a name must have. A shorter beginning would match half of the league.
 */
const MIN_PREFIX = 3;
const NEAREST = 3;
const INITIALS = /^[a-z]{2,4}$/;
const SUFFIXES = ['jr', 'sr', 'ii', 'iii', 'iv', 'v'];

export interface NamedPlayer {
  readonly player_lookup: string;
  readonly player_name: string;
  /** The player's team, which tells players of one name apart. */
  readonly team?: string | null;
}

export type FoundPlayer<P extends NamedPlayer> =
  | { readonly type: 'exact'; readonly player: P }
  /** No player has exactly the typed name, but one player has a similar name. */
  | { readonly type: 'close'; readonly player: P }
  | { readonly type: 'ambiguous'; readonly players: readonly P[] }
  | { readonly type: 'none'; readonly nearest: readonly P[] };

/**
 * Finds the player with a typed name. Case, accents, spaces and punctuation do not matter. An exact name wins, then
 * complete words of the name ("jokic"), then its initials ("SGA"), then the beginning of the name ("giannis ant"), then a
 * name with typing errors.
 * Each way of matching is tried only if the earlier ones found nobody. The team after the name chooses between players
 * of one name: "Jalen Johnson ATL".
 */
export function findPlayer<P extends NamedPlayer>(query: string, players: readonly P[]): FoundPlayer<P> {
  const key = playerLookup(query);
  if (key === '') return { type: 'none', nearest: [] };
  const [exact, ...namesakes] = players.filter((player) => exactKeys(player).includes(key));
  if (exact !== undefined) {
    return namesakes.length === 0
      ? { type: 'exact', player: exact }
      : { type: 'ambiguous', players: [exact, ...namesakes] };
  }
  for (const step of [
    withWords(query, players),
    withInitials(query, players),
    beginningWith(key, players),
    mistyped(key, players),
  ]) {
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

function exactKeys({ player_lookup, player_name, team }: NamedPlayer): readonly string[] {
  return [player_lookup, playerLookup(player_name), playerLookup(`${player_name} ${team ?? ''}`)];
}

function withWords<P extends NamedPlayer>(query: string, players: readonly P[]): readonly P[] {
  const typed = words(query);
  return players.filter((player) => {
    const own = words(player.player_name);
    return typed.every((word) => own.includes(word));
  });
}

/** Initials include those of hyphenated parts, so SGA is Shai Gilgeous-Alexander. Suffixes such as Jr. have none. */
function withInitials<P extends NamedPlayer>(query: string, players: readonly P[]): readonly P[] {
  const typed = query.trim().replaceAll('.', '').toLowerCase();
  if (!INITIALS.test(typed)) return [];
  return players.filter(({ player_name }) => initialsOf(player_name) === typed);
}

function initialsOf(name: string): string {
  const parts = name.split(/[\s-]+/).map(playerLookup);
  return parts
    .filter((part) => part !== '' && !SUFFIXES.includes(part))
    .map((part) => part.charAt(0))
    .join('');
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

/**
 * Returns the number of edits by which a typed name of this length may differ from a player's name. Two swapped letters
 * count as two edits.
 */
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
