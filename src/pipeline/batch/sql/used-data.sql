-- The players of a date with active rows, each with the data that his newest active rows were predicted with.
SELECT player_lookup, game_id, line_consensus, current_points_line, injury_status
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY sequence DESC NULLS LAST, system_id ASC NULLS LAST) = 1
ORDER BY player_lookup NULLS LAST
