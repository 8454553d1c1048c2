-- The number of predictions of each player that one withdrawal made inactive.
SELECT player_lookup, COUNT(*) AS row_count
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND invalidated_by = @withdrawal_id
GROUP BY player_lookup
