-- The published picks of a date, each with the player's result in the game. Withdrawn picks are never graded.
SELECT
  picks.pick_id, picks.game_id, picks.side, picks.line, picks.price, logs.points, logs.minutes,
  COALESCE(games.game_date <> @game_date, FALSE) AS is_moved
FROM nba_predictions.published_picks AS picks
LEFT JOIN nba_raw.schedule AS games ON games.game_id = picks.game_id
LEFT JOIN (
  SELECT game_id, player_lookup, points, minutes
  FROM nba_raw.player_game_logs
  WHERE game_date = @game_date
) AS logs ON logs.game_id = picks.game_id AND logs.player_lookup = picks.player_lookup
WHERE picks.game_date = @game_date AND picks.state = 'published'
ORDER BY picks.pick_id NULLS LAST
