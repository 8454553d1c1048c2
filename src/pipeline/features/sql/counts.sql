SELECT
  COUNT(DISTINCT game_date) AS dates,
  COUNT(DISTINCT game_id) AS games,
  COUNT(*) AS total,
  COUNT(CASE WHEN has_vegas_line = 1 THEN 1 END) AS with_line
FROM nba_predictions.ml_feature_store_v2
WHERE game_date BETWEEN @from_date AND @to_date
