import { findPlayer, type NamedPlayer } from '../../pipeline/player/find-player.ts';
import { quoteText } from '../../platform/printable.ts';
import { Problem } from '../../platform/problem.ts';
import { Ambiguous } from '../kit/ambiguous.ts';
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
        message: `${quoteInput(query)} matches ${names(found.players, ' or ')}. Type more of the name.`,
        field: 'name',
        choices: found.players.map(({ player_name, player_lookup }) => ({ label: player_name, value: player_lookup })),
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

function names(players: readonly NamedPlayer[], separator: string): string {
  const shown = players.slice(0, SHOWN).map(({ player_name }) => quoteText(player_name));
  return players.length > SHOWN ? `${shown.join(separator)} and ${players.length - SHOWN} more` : shown.join(separator);
}
