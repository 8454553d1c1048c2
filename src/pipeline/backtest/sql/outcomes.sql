-- The results of the finished games of a date, with one row for each player who played. A game without rows is not finished.
SELECT logs.game_id, logs.player_lookup, logs.points, logs.minutes
FROM nba_raw.player_game_logs AS logs
INNER JOIN (
  SELECT game_id FROM nba_raw.team_box_scores WHERE game_date = @game_date GROUP BY game_id
) AS finished ON finished.game_id = logs.game_id
WHERE logs.game_date = @game_date
ORDER BY logs.game_id NULLS FIRST, logs.player_lookup NULLS FIRST
