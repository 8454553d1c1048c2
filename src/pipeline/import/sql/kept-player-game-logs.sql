-- The number of stored rows of each date of the file that --replace did not take away, because the file is not the box score of the date.
SELECT T.game_date, COUNT(*) AS kept
FROM nba_raw.player_game_logs AS T
WHERE T.game_date IN (SELECT game_date FROM ${staging})
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_id = T.game_id AND S.player_id = T.player_id)
GROUP BY T.game_date
ORDER BY T.game_date NULLS LAST
