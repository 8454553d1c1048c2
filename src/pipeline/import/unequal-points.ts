import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { leftOutTeamGames } from '../tables/left-out-team-games.ts';
import type { NotedValue } from './file-notes.ts';

/** A team-game with a larger difference is kept out of the features. */
const TOLERATED_POINTS = 2;

/** A team in a final game whose players' points differ from its own. */
const UnequalPoints = z.object({
  game_date: z.string(),
  game_id: z.string(),
  team: z.string(),
  player_points: z.number(),
  team_points: z.number(),
  /** The players whose points equal the surplus; null when there are none. */
  suspects: z.string().nullable(),
});
export type UnequalPoints = z.infer<typeof UnequalPoints>;

/** Finds the team-games with unequal points, and stores those that the features leave out. The newest come first. */
export async function updateUnequalPoints(warehouse: Warehouse, jobId: string): Promise<readonly UnequalPoints[]> {
  const found = await warehouse.query({ sql: 'import/sql/unequal-points' }, UnequalPoints);
  const leftOut = found.filter((unequal) => fateOf(unequal) === 'left-out');
  const rows = leftOut.map(({ suspects: _, ...row }) => JSON.stringify(row));
  await warehouse.load(leftOutTeamGames, rows, jobId);
  return found;
}

/** Returns a note about a team-game with unequal points. */
export function noteOfUnequal(unequal: UnequalPoints): NotedValue {
  const { game_date, game_id, team, player_points, team_points, suspects } = unequal;
  const sentences = [
    `The players of ${team} have ${player_points} points in ${game_id} on ${game_date}, and the team has ${team_points}.`,
    ...(fateOf(unequal) === 'left-out' ? ["No feature uses this team's game."] : []),
    ...(suspects === null ? [] : [`The row of ${suspects} would explain the difference.`]),
    `Import the corrected box score. If the source took a row back, import the whole box score of ${game_date} with \`--replace\`.`,
  ];
  return {
    kind: 'unequal',
    column: 'points',
    value: `${team} ${game_id}`,
    reason: sentences.join(' '),
    line: 0,
    rows: 1,
  };
}

function fateOf({ player_points, team_points }: UnequalPoints): 'used' | 'left-out' {
  return Math.abs(player_points - team_points) > TOLERATED_POINTS ? 'left-out' : 'used';
}
