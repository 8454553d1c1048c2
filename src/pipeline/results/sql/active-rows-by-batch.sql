-- The number of active rows of every batch.
SELECT batch_id AS batch_id, COUNT(*) AS row_count
FROM nba_predictions.player_prop_predictions
WHERE is_active
GROUP BY batch_id
