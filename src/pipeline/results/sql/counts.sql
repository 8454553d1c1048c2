-- What the table says of one batch: the numbers every report of it takes.
SELECT
  COUNT(*) AS row_count,
  COUNT(DISTINCT player_lookup) AS player_count,
  COUNT(DISTINCT system_id) AS model_count,
  COUNT(DISTINCT game_id) AS game_count
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND batch_id = @batch_id AND is_active
