import * as z from 'zod';
import type { Candidate } from './candidates.ts';
import { qualifyPlayer } from './qualify-player.ts';

/** Why a player is not on a slate, as a code. */
export const SlateAbsence = z.enum([
  'team_does_not_play',
  'no_recent_game',
  'player_injury_out',
  'player_doubtful',
  'too_few_minutes',
  'game_begun',
  'qualifies_now',
]);
export type SlateAbsence = z.infer<typeof SlateAbsence>;

interface AbsentPlayer {
  /** The player as the batch saw him; undefined if he was not a candidate. */
  readonly candidate: Candidate | undefined;
  /** Whether his team has a game on the date. */
  readonly team: 'plays' | 'does-not-play';
}

/**
 * Finds the reason for which a batch does not include a player. A player without a feature row and without a game in the
 * last 30 days is not a candidate. A candidate is judged by the rule of the batch, at the time at which it chose its players.
 * If he qualifies by that rule, his data arrived later.
 */
export function slateAbsence({ candidate, team }: AbsentPlayer, chosenAt: Date): SlateAbsence {
  if (candidate === undefined) return team === 'plays' ? 'no_recent_game' : 'team_does_not_play';
  const qualification = qualifyPlayer(candidate, chosenAt);
  return qualification.type === 'dropped' ? qualification.reason : 'qualifies_now';
}
