SELECT
  system_id, player_lookup, player_name, game_id, team_abbr, opponent_team_abbr, predicted_points, recommendation,
  line_value, over_price, under_price, actual_points, absolute_error, signed_error, predicted_margin, actual_margin,
  prediction_correct, is_voided, void_reason, COALESCE(is_backfill, FALSE) AS is_backfill
FROM nba_predictions.prediction_accuracy
WHERE game_date = @game_date
ORDER BY player_lookup NULLS LAST, game_id NULLS LAST, system_id NULLS LAST
