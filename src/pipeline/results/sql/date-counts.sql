SELECT
  COUNT(*) AS row_count,
  COUNT(DISTINCT player_lookup) AS player_count,
  COUNT(DISTINCT system_id) AS model_count,
  COUNT(DISTINCT game_id) AS game_count,
  CAST(COUNT(CASE WHEN is_backfill THEN 1 END) AS INT64) AS backfill_count,
  COUNT(DISTINCT CONCAT(game_id, '/', player_lookup, '/', system_id)) AS distinct_count
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
