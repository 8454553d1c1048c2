-- The games of the three days before @game_date whose tip-off was at least @due_after_hours before @as_of: how many lack a box score of one team, and
-- for how many teams the points of the players differ by more than @most_points from those of the team. A game without a tip-off time counts from
-- midnight UTC after its date.
WITH
finished AS (
  SELECT game_id
  FROM nba_raw.schedule
  WHERE game_date < @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL 3 DAY)
    AND COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(game_date AS TIMESTAMP), INTERVAL 24 HOUR)) <= TIMESTAMP_SUB(@as_of, INTERVAL (@due_after_hours) HOUR)
),
player_points AS (
  SELECT game_id, team, SUM(points) AS points
  FROM nba_raw.player_game_logs
  WHERE game_date < @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL 3 DAY)
  GROUP BY game_id, team
),
games AS (
  SELECT
    finished.game_id, COUNT(teams.team) AS team_scores, COUNT(player_points.team) AS player_scores,
    COUNTIF(ABS(teams.points - player_points.points) > @most_points) AS uneven_teams
  FROM finished
  LEFT JOIN nba_raw.team_box_scores AS teams
    ON teams.game_id = finished.game_id AND teams.game_date < @game_date AND teams.game_date >= DATE_SUB(@game_date, INTERVAL 3 DAY)
  LEFT JOIN player_points ON player_points.game_id = teams.game_id AND player_points.team = teams.team
  GROUP BY finished.game_id
)
SELECT
  CAST(COUNT(*) AS INT64) AS games,
  CAST(COALESCE(COUNTIF(team_scores < 2 OR player_scores < 2), 0) AS INT64) AS games_without,
  CAST(COALESCE(SUM(player_scores), 0) AS INT64) AS teams,
  CAST(COALESCE(SUM(uneven_teams), 0) AS INT64) AS uneven_teams
FROM games
