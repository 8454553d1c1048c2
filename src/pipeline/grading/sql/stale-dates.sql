-- The graded dates whose grades no longer fit the box scores: a graded player's points changed, or a prediction with a line, or a published pick, has no
-- grade although its player has a row in the box score.
-- BigQuery requires a filter of the date. This one has every date since the league's first game.
SELECT stale.game_date
FROM (
  SELECT dates.game_date
  FROM (SELECT DISTINCT game_date FROM nba_predictions.prediction_accuracy WHERE game_date >= DATE '1946-11-01') AS dates
  INNER JOIN nba_predictions.player_prop_predictions AS predictions ON predictions.game_date = dates.game_date AND predictions.is_active
  LEFT JOIN nba_raw.player_game_logs AS logs ON logs.game_id = predictions.game_id AND logs.player_lookup = predictions.player_lookup
  LEFT JOIN nba_predictions.prediction_accuracy AS graded
    ON graded.game_date >= DATE '1946-11-01' AND graded.game_date = predictions.game_date AND graded.prediction_id = predictions.prediction_id
  WHERE predictions.game_date >= DATE '1946-11-01' AND predictions.current_points_line IS NOT NULL
    AND CASE
      WHEN graded.prediction_id IS NULL THEN logs.points IS NOT NULL
      WHEN graded.is_voided THEN COALESCE(logs.points, 0) > 0 OR COALESCE(logs.minutes, 0) > 0
      ELSE logs.points IS DISTINCT FROM graded.actual_points
    END
  UNION ALL
  SELECT dates.game_date
  FROM (SELECT DISTINCT game_date FROM nba_predictions.prediction_accuracy WHERE game_date >= DATE '1946-11-01') AS dates
  INNER JOIN nba_predictions.published_picks AS picks ON picks.game_date = dates.game_date AND picks.state = 'published'
  LEFT JOIN nba_raw.player_game_logs AS logs ON logs.game_id = picks.game_id AND logs.player_lookup = picks.player_lookup
  LEFT JOIN nba_predictions.published_pick_grades AS graded
    ON graded.game_date >= DATE '1946-11-01' AND graded.game_date = picks.game_date AND graded.pick_id = picks.pick_id
  WHERE picks.game_date >= DATE '1946-11-01' AND CASE
      WHEN graded.pick_id IS NULL THEN logs.points IS NOT NULL
      WHEN graded.void_reason = 'game_moved' THEN FALSE
      WHEN graded.result = 'void' THEN COALESCE(logs.points, 0) > 0 OR COALESCE(logs.minutes, 0) > 0
      ELSE logs.points IS DISTINCT FROM graded.actual_points
    END
) AS stale
GROUP BY stale.game_date
ORDER BY stale.game_date NULLS LAST
