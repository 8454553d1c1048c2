-- The teams with a game on @game_date, each with the number of its players in the 300 days before.
SELECT games.team, CAST(COUNT(DISTINCT logs.player_lookup) AS INT64) AS players
FROM (
  SELECT home_team AS team FROM nba_raw.schedule WHERE game_date = @game_date
  UNION DISTINCT
  SELECT away_team FROM nba_raw.schedule WHERE game_date = @game_date
) AS games
LEFT JOIN nba_raw.player_game_logs AS logs
  ON logs.team = games.team AND logs.game_date < @game_date AND logs.game_date >= DATE_SUB(@game_date, INTERVAL 300 DAY)
GROUP BY games.team
ORDER BY games.team NULLS LAST
