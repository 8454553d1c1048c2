import { findPlayer, type NamedPlayer } from '../../pipeline/player/find-player.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import { Ambiguous, type PlayerChoice } from '../kit/ambiguous.ts';
import { quoteInput } from '../kit/input/printable.ts';

const SHOWN = 6;

/**
 * Finds the player with the name that the caller typed. `where` is the end of the message and says which players were
 * searched, such as `in the imported data`. Throws a `Problem` with the nearest names, or with choices if several
 * players match.
 */
export function playerNamed<P extends NamedPlayer>(query: string, players: readonly P[], where: string): P {
  const found = findPlayer(query, players);
  switch (found.type) {
    case 'exact':
    case 'close':
      return found.player;
    case 'ambiguous':
      throw ambiguous(query, found.players);
    case 'none': {
      const hint = found.nearest.length === 0 ? '' : ` Similar names: ${names(found.nearest, ', ')}.`;
      throw new Problem({
        code: 'unknown_player',
        message: `No player named ${quoteInput(query)} ${where}.${hint}`,
      });
    }
  }
}

/** Throws a `Problem` `unknown_player` with the nearest names if the imported data has no player of the name. */
export function refuseUnknownPlayer(query: string, players: readonly NamedPlayer[]): void {
  if (findPlayer(query, players).type === 'none') playerNamed(query, players, 'in the imported data');
}

/** A slate, for the choice between several players. */
export interface SlateOfPlayers {
  readonly gameDate: string;
  /**
   * Reads the lookup keys of the players whom the slate has; undefined while the date has no slate. It is called only if a
   * name matches several players.
   */
  readonly readPlayers: () => Promise<ReadonlySet<string> | undefined>;
}

/**
 * Finds a player as `playerNamed` does. If the name matches several players, only those of the slate are choices, and a
 * single one is the answer. Players of one name stay a question, because the name alone does not tell them apart.
 */
export async function playerOfSlate<P extends NamedPlayer>(
  query: string,
  players: readonly P[],
  { gameDate, readPlayers }: SlateOfPlayers,
): Promise<P> {
  const found = findPlayer(query, players);
  const lookups = found.type === 'ambiguous' ? await readPlayers() : undefined;
  if (found.type !== 'ambiguous' || lookups === undefined) return playerNamed(query, players, 'in the imported data');
  const onSlate = found.players.filter(({ player_lookup }) => lookups.has(player_lookup));
  const [first, ...others] = onSlate;
  const isUnique = first !== undefined && others.length === 0 && !hasNamesake(first, found.players);
  if (isUnique) return first;
  const areNamesakes = onSlate.some((player) => hasNamesake(player, found.players));
  if (first !== undefined) throw ambiguous(query, areNamesakes ? found.players : onSlate, onSlate);
  const message = `${quoteInput(query)} matches ${names(found.players, ' or ')}. None of them is on the slate of ${gameDate}. ${advice(found.players)}`;
  throw new Problem({ code: 'ambiguous_player', message });
}

function ambiguous(query: string, players: readonly NamedPlayer[], choices = players): Ambiguous {
  return new Ambiguous({
    code: 'ambiguous_player',
    message: `${quoteInput(query)} matches ${names(players, ' or ')}. ${advice(players)}`,
    field: 'name',
    choices: choices.map((player) => choiceOf(player, players)),
  });
}

/** A choice between players of one name needs the team, because the name alone matches all of them. */
function choiceOf(player: NamedPlayer, players: readonly NamedPlayer[]): PlayerChoice {
  const { player_name, player_lookup, team } = player;
  if (!hasNamesake(player, players)) return { label: player_name, value: player_lookup };
  return { label: `${player_name} (${team})`, value: `${player_name} ${team}` };
}

function hasNamesake({ player_name, team }: NamedPlayer, players: readonly NamedPlayer[]): boolean {
  return Boolean(team) && players.filter((other) => other.player_name === player_name).length > 1;
}

function advice(players: readonly NamedPlayer[]): string {
  const namesake = players.find((player) => hasNamesake(player, players));
  if (namesake === undefined) return 'Type more of the name.';
  return `Add the team, such as ${quoteText(`${namesake.player_name} ${namesake.team}`)}.`;
}

function names(players: readonly NamedPlayer[], separator: string): string {
  const shown = players.slice(0, SHOWN).map((player) => {
    const name = quoteText(player.player_name);
    return hasNamesake(player, players) ? `${name} of ${player.team}` : name;
  });
  return players.length > SHOWN ? `${shown.join(separator)} and ${players.length - SHOWN} more` : shown.join(separator);
}
