SELECT
  system_id, player_lookup, player_name, team_abbr, opponent_team_abbr, game_id, predicted_points, confidence_score,
  recommendation, current_points_line, line_margin, batch_id, generation
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
ORDER BY player_lookup NULLS LAST, system_id NULLS LAST
