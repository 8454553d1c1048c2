-- For each model, the number of players who have an active prediction of it in one batch.
SELECT system_id, COUNT(*) AS players
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND batch_id = @batch_id AND is_active
GROUP BY system_id
ORDER BY system_id NULLS LAST
