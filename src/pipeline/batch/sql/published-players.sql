-- The players with active predictions of a date.
SELECT player_lookup, MIN(player_name) AS player_name, MIN(team_abbr) AS team, MIN(game_id) AS game_id
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
GROUP BY player_lookup
ORDER BY player_lookup NULLS LAST
