-- The number of rows of every batch that are active or were withdrawn after they were announced.
SELECT batch_id AS batch_id, COUNT(*) AS row_count
FROM nba_predictions.player_prop_predictions
WHERE is_active OR invalidation_reason IS NOT NULL
GROUP BY batch_id
