-- The active predictions of a date, each with the player's result in the game and his last injury report from before the tip-off.
SELECT
  predictions.prediction_id, predictions.system_id, predictions.model_version, predictions.batch_id,
  predictions.created_at, predictions.player_lookup, predictions.player_name, predictions.game_id,
  predictions.team_abbr, predictions.opponent_team_abbr, predictions.predicted_points, predictions.confidence_score,
  predictions.recommendation, predictions.current_points_line, predictions.line_source, predictions.sportsbook,
  predictions.feature_quality_score, predictions.model_sha256, predictions.is_actionable,
  predictions.filter_reason, COALESCE(predictions.is_backfill, FALSE) AS is_backfill, logs.points, logs.minutes, reports.status AS last_status
FROM nba_predictions.player_prop_predictions AS predictions
LEFT JOIN (
  SELECT game_id, player_lookup, points, minutes
  FROM nba_raw.player_game_logs
  WHERE game_date = @game_date
) AS logs ON logs.game_id = predictions.game_id AND logs.player_lookup = predictions.player_lookup
LEFT JOIN (
  SELECT injuries.player_lookup, injuries.status
  FROM nba_raw.injuries AS injuries
  LEFT JOIN nba_raw.schedule AS games ON games.game_date = @game_date AND injuries.team IN (games.home_team, games.away_team)
  WHERE injuries.game_date = @game_date AND (games.tipoff_utc IS NULL OR injuries.report_at < games.tipoff_utc)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY injuries.player_lookup ORDER BY injuries.report_at DESC NULLS LAST) = 1
) AS reports ON reports.player_lookup = predictions.player_lookup
WHERE predictions.game_date = @game_date AND predictions.is_active
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY predictions.game_id, predictions.player_lookup, predictions.system_id
  ORDER BY predictions.created_at DESC NULLS LAST, predictions.prediction_id ASC NULLS LAST
) = 1
ORDER BY predictions.player_lookup NULLS LAST, predictions.game_id NULLS LAST, predictions.system_id NULLS LAST
