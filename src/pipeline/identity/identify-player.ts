import type { IdentityMatch } from './identity-match.ts';
import { matchPlayerByName, type WrittenPlayer } from './match-player.ts';
import { playerLookup } from './player-lookup.ts';
import { readName } from './read-name.ts';
import { nameKeys, type Player, type Roster } from './roster.ts';
import { standingOf } from './team-stints.ts';

export interface PlayerRow extends WrittenPlayer {
  readonly id: string | null;
  /**
   * What an unknown id means. `own-id`: box scores, whose ids are the league's; one file never has two ids for one
   * player. `any-provider`: lines and injury reports, whose ids may be of any system.
   */
  readonly ids: 'own-id' | 'any-provider';
}

export type IdentifiedPlayer = { readonly match: IdentityMatch<Player> } & (
  | { readonly type: 'known'; readonly player: Player }
  /** The id of another provider. It becomes an alias of the player. */
  | { readonly type: 'new-id'; readonly player: Player }
  | { readonly type: 'new-player'; readonly player: Player }
  /** The row names nobody whom Tipoff knows, or may name several players. `lookup` is the key of no player. */
  | { readonly type: 'unmatched'; readonly lookup: string }
);

/**
 * Decides which player a row names. A known id decides, unless the name is exactly that of another player. An unknown id
 * with the name of a known player on the same team is another provider's id for him. With another team it is a second
 * player of that name. A row without an id needs a name that fits one player.
 */
export function identifyPlayer(
  roster: Roster,
  row: PlayerRow,
  isIdOfFile: (lookup: string) => boolean,
): IdentifiedPlayer {
  const { id } = row;
  const byId = id === null ? undefined : playerOfId(roster, id);
  if (id !== null && byId !== undefined) return withKnownId(roster, row, byId);
  const match = matchPlayerByName(roster, row);
  if (id === null) {
    if (match.type !== 'matched') return unmatched(row, match);
    return { type: 'known', player: match.value, match };
  }
  if (match.type === 'matched' && isSamePlayer(roster, row, match.value) && !isIdOfFile(match.value.player_lookup)) {
    return { type: 'new-id', player: match.value, match };
  }
  if (row.ids === 'any-provider' && isTie(roster, row, match)) return unmatched(row, match);
  return { type: 'new-player', player: newPlayer(roster, id, row.name), match };
}

/** Returns whether several known players could have the unknown id. Players of other teams cannot. */
function isTie(roster: Roster, row: PlayerRow, match: IdentityMatch<Player>): boolean {
  if (match.type !== 'ambiguous') return false;
  return match.candidates.some(({ player_lookup }) => {
    const standing = standingOf(roster.stints.get(player_lookup) ?? [], row);
    return standing === 'plays' || standing === 'unknown';
  });
}

function playerOfId(roster: Roster, id: string): Player | undefined {
  return roster.byLookup.get(roster.lookupById.get(id) ?? '');
}

function withKnownId(roster: Roster, row: PlayerRow, player: Player): IdentifiedPlayer {
  const match = { type: 'matched', value: player, by: 'id' } as const;
  const known = { type: 'known', player, match } as const;
  if (sharesName(row.name, player.player_name)) return known;
  const named = matchPlayerByName(roster, row);
  if (named.type !== 'matched' || named.value.player_lookup === player.player_lookup) return known;
  return unmatched(row, { type: 'ambiguous', candidates: [player, named.value] });
}

/**
 * Decides whether an unknown id belongs to the player whom the name fits. In a box score, the player must play for the
 * row's team, or have no game yet. In other files it is enough that he can play for it.
 */
function isSamePlayer(roster: Roster, row: PlayerRow, player: Player): boolean {
  const stints = roster.stints.get(player.player_lookup) ?? [];
  const standing = standingOf(stints, row);
  if (row.ids === 'any-provider') return standing === 'plays' || standing === 'unknown';
  return (stints.length === 0 || standing === 'plays') && sharesWholeName(row.name, player.player_name);
}

function sharesName(one: string, other: string): boolean {
  return one === other || sharesKey(one, other, ['base', 'short', 'initial']);
}

function sharesWholeName(one: string, other: string): boolean {
  return one === other || sharesKey(one, other, ['base']);
}

function sharesKey(one: string, other: string, levels: readonly ('base' | 'short' | 'initial')[]): boolean {
  const [known] = readName(other);
  if (known === undefined) return false;
  const keys = nameKeys(known);
  return readName(one).some((reading) => levels.some((level) => nameKeys(reading)[level] === keys[level]));
}

/** A second player of one name gets a key that ends with his id. */
function newPlayer(roster: Roster, id: string, name: string): Player {
  const plain = playerLookup(name);
  const lookup = roster.byLookup.has(plain) ? `${plain}${id}` : plain;
  return { player_id: id, player_name: name, player_lookup: lookup };
}

/**
 * An ambiguous name gets a key that no player can have, because it contains a colon. A name that fits nobody keeps its
 * own key, so that its rows reach a player of exactly this name who is imported later.
 */
function unmatched({ name, teams }: PlayerRow, match: IdentityMatch<Player>): IdentifiedPlayer {
  const plain = playerLookup(name);
  const lookup = match.type === 'ambiguous' && plain !== '' ? `unmatched:${plain}:${teams.join('-')}` : plain;
  return { type: 'unmatched', lookup, match };
}
