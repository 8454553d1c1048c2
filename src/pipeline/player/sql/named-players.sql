-- Every player with the team of his newest game, which tells players of one name apart. The team is null before his first game.
SELECT players.player_id, players.player_name, players.player_lookup, newest.team
FROM nba_raw.players AS players
LEFT JOIN (
  SELECT player_lookup, team
  FROM nba_raw.player_game_logs
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY game_date DESC NULLS LAST) = 1
) AS newest ON newest.player_lookup = players.player_lookup
ORDER BY players.player_lookup NULLS LAST
