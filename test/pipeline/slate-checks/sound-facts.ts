import type { SlateFacts } from '#src/pipeline/slate-checks/slate-facts.ts';

const DATES_BEFORE = ['2026-02-04', '2026-02-03', '2026-02-02'];

/** A slate of eight games on which every check passes. */
export const SOUND: SlateFacts = {
  game_date: '2026-02-05',
  games: 8,
  teams: Array.from({ length: 16 }, (_, index) => ({ team: `T${index}`, has_players: true })),
  lines: { players: 100, without_player: 0, without_game: 0, old: 0 },
  coverage: [
    { game_date: '2026-02-05', players: 150, with_line: 105 },
    ...DATES_BEFORE.map((game_date) => ({ game_date, players: 100, with_line: 70 })),
  ],
  reports: { players: 80, without_player: 0, unclear: 0 },
  box_scores: { games: 21, games_without: 0, teams: 42, uneven_teams: 0 },
  predictions: {
    row_count: 914,
    player_count: 119,
    actionable_count: 90,
    no_line_count: 60,
    default_confidence_count: 3,
    over_count: 30,
    under_count: 110,
  },
};
