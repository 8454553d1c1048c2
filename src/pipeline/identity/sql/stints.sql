-- The games of each player for one team in one season. The teams and dates tell players of one name apart.
SELECT
  player_lookup, season, team,
  MIN(game_date) AS first_date,
  MAX(game_date) AS last_date,
  CAST(COUNT(*) AS INT64) AS games,
  CAST(SUM(points) AS INT64) AS points
FROM nba_raw.player_game_logs
GROUP BY player_lookup, season, team
