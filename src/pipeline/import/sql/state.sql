SELECT
  (SELECT MAX(imported_at) FROM nba_orchestration.imports) AS imported_at,
  (SELECT MAX_BY(is_sample, imported_at) FROM nba_orchestration.imports) AS is_sample,
  (SELECT MIN(game_date) FROM nba_raw.schedule) AS first_game_date,
  (SELECT MAX(game_date) FROM nba_raw.schedule) AS last_game_date,
  (SELECT MAX(game_date) FROM nba_raw.player_game_logs) AS last_played_date,
  (SELECT MAX(game_date) FROM nba_raw.prop_lines) AS last_line_date,
  (SELECT COUNT(*) FROM nba_raw.schedule) AS games,
  (SELECT COUNT(*) FROM nba_raw.players) AS players,
  (SELECT COUNT(*) FROM nba_raw.player_game_logs) AS player_games,
  (SELECT COUNT(*) FROM nba_raw.prop_lines) AS lines,
  (SELECT COUNT(*) FROM nba_raw.injuries) AS injury_reports
