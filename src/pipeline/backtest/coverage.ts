import * as z from 'zod';
import type { GameOutcome } from './read-outcomes.ts';

const PREDICTED = 'predicted';
/** The reason for a player who is not among the candidates, such as one whose line names no game of the schedule. */
const NOT_A_CANDIDATE = 'not_a_candidate';

/** Of the players who had a line and played, the number that a backtest predicted. A player counts once per game. */
export const Coverage = z.object({
  lined: z.number(),
  predicted: z.number(),
  /** The number of the other players, by the reason why they have no prediction. */
  unpredicted: z.record(z.string(), z.number()),
});
export type Coverage = Readonly<z.infer<typeof Coverage>>;

/** What a replay decided about each candidate: `predicted`, or the reason why he has no prediction. */
export type Decisions = ReadonlyMap<string, string>;

export function coverageOf(outcomes: readonly GameOutcome[], decisions: Decisions): Coverage {
  const lined = outcomes.filter(({ has_line, minutes }) => has_line && minutes > 0);
  const reasons = lined.map(({ player_lookup }) => decisions.get(player_lookup) ?? NOT_A_CANDIDATE);
  const unpredicted: Record<string, number> = {};
  for (const reason of reasons.filter((one) => one !== PREDICTED)) unpredicted[reason] = (unpredicted[reason] ?? 0) + 1;
  return { lined: lined.length, predicted: reasons.filter((one) => one === PREDICTED).length, unpredicted };
}

/** Adds up the coverage of several dates. */
export function sumCoverage(days: readonly Coverage[]): Coverage {
  const unpredicted: Record<string, number> = {};
  for (const [reason, count] of days.flatMap((day) => Object.entries(day.unpredicted)))
    unpredicted[reason] = (unpredicted[reason] ?? 0) + count;
  return {
    lined: days.reduce((sum, day) => sum + day.lined, 0),
    predicted: days.reduce((sum, day) => sum + day.predicted, 0),
    unpredicted,
  };
}
