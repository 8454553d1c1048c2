-- The teams with a game on @game_date, each with whether anybody has played for it in the 300 days before.
SELECT games.team, known.team IS NOT NULL AS has_players
FROM (
  SELECT home_team AS team FROM nba_raw.schedule WHERE game_date = @game_date
  UNION DISTINCT
  SELECT away_team FROM nba_raw.schedule WHERE game_date = @game_date
) AS games
LEFT JOIN (
  SELECT DISTINCT team
  FROM nba_raw.player_game_logs
  WHERE game_date < @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL 300 DAY)
) AS known ON known.team = games.team
ORDER BY games.team NULLS LAST
