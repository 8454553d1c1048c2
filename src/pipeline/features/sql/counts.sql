SELECT
  COUNT(DISTINCT game_date) AS dates,
  COUNT(DISTINCT game_id) AS games,
  COUNT(*) AS total,
  COUNTIF(has_vegas_line = 1) AS with_line
FROM nba_predictions.ml_feature_store_v2
WHERE game_date BETWEEN @from_date AND @to_date
