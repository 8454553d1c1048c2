import { boxScores, game, log } from './rows.ts';
import type { League } from './small-league.ts';

export const TONIGHT = '2026-01-25';
/** Ann's points, newest game last. */
const DAYS = [
  '2026-01-01',
  '2026-01-03',
  '2026-01-05',
  '2026-01-07',
  '2026-01-09',
  '2026-01-11',
  '2026-01-13',
  '2026-01-15',
];
const LATER_DAYS = ['2026-01-18', '2026-01-20', '2026-01-23', '2026-01-24'];
const POINTS = [10, 12, 14, 16, 18, 20, 22, 24, 26, 20, 30, 16];
export const ALL_DAYS = [...DAYS, ...LATER_DAYS];
/** Ann's games. The last five are 24, 26, 20, 30, 16; the last ten start at 14. */
export const LOGS = ALL_DAYS.map((day, index) => log(day, POINTS[index] ?? 0));

/** BOS, with Ann, played NYK twelve times at home this month, and plays them again tonight. */
export const LEAGUE: League = {
  schedule: [...ALL_DAYS, TONIGHT].map((day) => game(day, 'NYK', { tipoff_utc: `${day}T23:30:00Z` })),
  player_game_logs: LOGS,
  team_box_scores: ALL_DAYS.flatMap((day) => boxScores(day)),
};
