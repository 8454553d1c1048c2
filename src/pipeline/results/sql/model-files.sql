-- The models of a date's active rows, each with its file.
SELECT system_id, model_sha256, COUNT(*) AS row_count
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
GROUP BY system_id, model_sha256
ORDER BY system_id NULLS LAST, model_sha256 NULLS LAST
