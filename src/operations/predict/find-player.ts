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
      throw new Ambiguous({
        code: 'ambiguous_player',
        message: `${quoteInput(query)} matches ${names(found.players, ' or ')}. ${advice(found.players)}`,
        field: 'name',
        choices: found.players.map((player) => choiceOf(player, found.players)),
      });
    case 'none': {
      const hint = found.nearest.length === 0 ? '' : ` Similar names: ${names(found.nearest, ', ')}.`;
      throw new Problem({
        code: 'unknown_player',
        message: `No player named ${quoteInput(query)} ${where}.${hint}`,
      });
    }
  }
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
