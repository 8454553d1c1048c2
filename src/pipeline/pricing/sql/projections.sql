-- The players with an active prediction for a date, and what @projection predicts for them. The projection is null for a player whom only other models
-- predicted.
SELECT player_lookup, MAX(CASE WHEN system_id = @projection THEN predicted_points END) AS projected_points
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
GROUP BY player_lookup
ORDER BY player_lookup NULLS FIRST
