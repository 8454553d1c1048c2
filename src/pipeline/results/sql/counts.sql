-- The numbers of rows, players, models and games of one batch, which every report shows.
SELECT
  COUNT(*) AS row_count,
  COUNT(DISTINCT player_lookup) AS player_count,
  COUNT(DISTINCT system_id) AS model_count,
  COUNT(DISTINCT game_id) AS game_count,
  CAST(COUNT(CASE WHEN is_backfill THEN 1 END) AS INT64) AS backfill_count
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND batch_id = @batch_id AND is_active
