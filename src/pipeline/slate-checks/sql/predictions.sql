-- The figures of a date's published predictions that show whether people can use them. A backfill does not count.
SELECT
  COUNT(*) AS row_count,
  COUNT(DISTINCT player_lookup) AS player_count,
  COALESCE(SUM(CASE WHEN is_actionable THEN 1 ELSE 0 END), 0) AS actionable_count,
  COALESCE(SUM(CASE WHEN recommendation = 'NO_LINE' THEN 1 ELSE 0 END), 0) AS no_line_count,
  COALESCE(SUM(CASE WHEN confidence_score = 50 THEN 1 ELSE 0 END), 0) AS default_confidence_count,
  COALESCE(SUM(CASE WHEN recommendation = 'OVER' THEN 1 ELSE 0 END), 0) AS over_count,
  COALESCE(SUM(CASE WHEN recommendation = 'UNDER' THEN 1 ELSE 0 END), 0) AS under_count
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active AND NOT COALESCE(is_backfill, FALSE)
