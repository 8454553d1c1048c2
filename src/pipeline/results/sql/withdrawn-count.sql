-- The number of rows of a batch that were withdrawn.
SELECT COUNT(*) AS row_count
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND batch_id = @batch_id AND invalidation_reason IS NOT NULL
