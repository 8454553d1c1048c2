import type { ResultsAnnouncement } from '#src/pipeline/grading/night-results.ts';
import type { Picks, SystemGrades } from '#src/pipeline/grading/summarize-grades.ts';

const NO_PICKS: Picks = { made: 0, won: 0, lost: 0, hit_rate: null, priced: 0, break_even: null, roi: null };

const picks = (won: number, lost: number): Picks => ({
  ...NO_PICKS,
  made: won + lost,
  won,
  lost,
  hit_rate: won / (won + lost),
});

const CHAMPION: SystemGrades = {
  system_id: 'catboost_v9',
  n: 103,
  mae: 4.61,
  bias: -0.24,
  median_error: -0.7,
  share_above: 0.49,
  within_3: 0.408,
  within_5: 0.631,
  line_mae: 4.83,
  pushes: 2,
  voids: 3,
  picks: picks(31, 24),
  picks_edge_3: picks(9, 6),
  picks_edge_5: NO_PICKS,
};

export const NIGHT: ResultsAnnouncement = {
  type: 'results',
  game_date: '2026-02-05',
  picks: null,
  basis: 'published',
  backfilled: 0,
  games: { final: 8, open: [] },
  predictions: 327,
  graded: 206,
  voided_total: 6,
  no_line: 115,
  missing_actuals: 0,
  voided: { dnp_late_scratch: 6 },
  pushes: 4,
  players: 103,
  players_voided: 3,
  line_mae: 4.83,
  break_even: 110 / 210,
  systems: [
    CHAMPION,
    { ...CHAMPION, system_id: 'moving_average', mae: 5.4, bias: 1.07, picks: picks(10, 12) },
    { ...CHAMPION, system_id: 'similarity_balanced_v1', mae: 5.6, picks: NO_PICKS, picks_edge_3: NO_PICKS },
  ],
  leader: 'catboost_v9',
  best_call: {
    player_name: 'Nikola Jokić',
    team: 'DEN',
    opponent: 'NYK',
    recommendation: 'UNDER',
    line: 29.5,
    predicted_points: 24.1,
    actual_points: 19,
  },
  worst_call: {
    player_name: 'LeBron James',
    team: 'LAL',
    opponent: 'PHI',
    recommendation: 'OVER',
    line: 21.5,
    predicted_points: 25.8,
    actual_points: 9,
  },
};
