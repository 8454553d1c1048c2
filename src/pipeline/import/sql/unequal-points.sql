-- The teams of final games whose players' points differ from the points of the team.
WITH
  scores AS (
    SELECT game_id, home_team AS team, home_score AS points FROM nba_raw.schedule WHERE home_score IS NOT NULL AND away_score IS NOT NULL
    UNION ALL
    SELECT game_id, away_team, away_score FROM nba_raw.schedule WHERE home_score IS NOT NULL AND away_score IS NOT NULL
    UNION ALL
    SELECT boxes.game_id, boxes.team, boxes.points
    FROM nba_raw.team_box_scores AS boxes
    LEFT JOIN nba_raw.schedule AS games ON games.game_id = boxes.game_id
    WHERE games.home_score IS NULL OR games.away_score IS NULL
  )
SELECT
  logs.game_date, logs.game_id, logs.team, CAST(logs.player_points AS INT64) AS player_points, scores.points AS team_points,
  STRING_AGG(
    CASE WHEN logs.points = logs.player_points - scores.points THEN logs.player_name END, ' or ' ORDER BY logs.player_name NULLS LAST
  ) AS suspects
FROM (
  SELECT game_date, game_id, team, player_name, points, SUM(points) OVER (PARTITION BY game_id, team) AS player_points
  FROM nba_raw.player_game_logs
) AS logs
INNER JOIN scores ON scores.game_id = logs.game_id AND scores.team = logs.team
WHERE logs.player_points <> scores.points
GROUP BY logs.game_date, logs.game_id, logs.team, logs.player_points, scores.points
ORDER BY logs.game_date DESC NULLS LAST, logs.game_id NULLS LAST, logs.team NULLS LAST
