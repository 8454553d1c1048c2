-- The number of rows of every batch that are active or were withdrawn after they were announced.
SELECT batch_id AS batch_id, COUNT(*) AS row_count
-- BigQuery requires a filter of the date. This one has every date since the league's first game.
FROM nba_predictions.player_prop_predictions
WHERE game_date >= DATE '1946-11-01' AND (is_active OR invalidation_reason IS NOT NULL)
GROUP BY batch_id
