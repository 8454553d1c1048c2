import type { SlatePlayer } from '#src/operations/predict/slate-player.ts';

/** A player of a slate with a line and without a price. */
export function aSlatePlayer(changed: Partial<SlatePlayer> = {}): SlatePlayer {
  return {
    player_name: 'Player 1',
    team_abbr: 'BOS',
    opponent_team_abbr: 'LAL',
    predicted_points: 20,
    current_points_line: 19,
    line_margin: 1,
    pick: null,
    no_pick: 'no_training',
    over_probability: null,
    under_probability: null,
    injury: null,
    is_home: true,
    tipoff_at: null,
    last_points: [],
    player_lookup: 'player1',
    system_id: 'moving_average',
    game_id: '0022500001',
    generation: 1,
    is_backfill: false,
    models: null,
    ...changed,
  };
}
