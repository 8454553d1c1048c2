-- The active predictions of one player on a date.
SELECT
  system_id, player_lookup, player_name, team_abbr, opponent_team_abbr, game_id, predicted_points, confidence_score,
  recommendation, current_points_line, line_margin, is_actionable, filter_reason, scoring_tier, scenario_category,
  model_version, model_file_name, model_sha256, build_commit_sha, batch_id, generation, sportsbook,
  COALESCE(is_backfill, FALSE) AS is_backfill
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active AND player_lookup = @player_lookup
ORDER BY system_id NULLS LAST
