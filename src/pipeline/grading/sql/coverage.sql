-- The number of active predictions of a date, and the number of those without a line: the published ones, or those of a backfill.
SELECT
  COUNT(*) AS predictions,
  CAST(COUNT(CASE WHEN current_points_line IS NULL THEN 1 END) AS INT64) AS no_line
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active AND COALESCE(is_backfill, FALSE) = @is_backfill
