-- The results of the finished games of a date, with one row for each player who played. A game without rows is not finished. `has_line` says whether
-- a bookmaker had a standard line on the player before the tip-off.
SELECT logs.game_id, logs.player_lookup, logs.points, logs.minutes, lined.player_lookup IS NOT NULL AS has_line
FROM nba_raw.player_game_logs AS logs
INNER JOIN (
  SELECT game_id FROM nba_raw.team_box_scores WHERE game_date = @game_date GROUP BY game_id
) AS finished ON finished.game_id = logs.game_id
LEFT JOIN (
  SELECT DISTINCT lines.player_lookup
  FROM nba_raw.prop_lines AS lines
  LEFT JOIN nba_raw.schedule AS games ON games.game_id = lines.game_id
  WHERE lines.game_date = @game_date AND LOWER(COALESCE(lines.line_type, 'standard')) = 'standard'
    AND COALESCE(lines.captured_at < COALESCE(games.tipoff_utc, lines.commence_time), TRUE)
) AS lined ON lined.player_lookup = logs.player_lookup
WHERE logs.game_date = @game_date
ORDER BY logs.game_id NULLS FIRST, logs.player_lookup NULLS FIRST
