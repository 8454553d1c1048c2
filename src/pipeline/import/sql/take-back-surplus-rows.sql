-- Stages the stored rows of a team's box score that the file proves wrong: with them, the players have more points than the team. Either the points
-- of the file's players are those of the team, or the surplus is what the players scored who have no other game. The merge deletes the rows.
INSERT INTO ${staging} (game_id, player_id, player_name, team, game_date, taken_back)
WITH
  file_teams AS (
    SELECT game_id, team, SUM(points) AS points FROM ${staging} WHERE taken_back IS NULL GROUP BY game_id, team
  ),
  others AS (
    SELECT
      T.game_id, T.player_id, T.player_name, T.team, T.game_date, T.points,
      CASE
        WHEN NOT EXISTS (
          SELECT 1 FROM nba_raw.player_game_logs AS career WHERE career.player_lookup = T.player_lookup AND career.game_id <> T.game_id
        ) THEN T.points ELSE 0
      END AS stranger_points
    FROM nba_raw.player_game_logs AS T
    INNER JOIN file_teams ON file_teams.game_id = T.game_id AND file_teams.team = T.team
    WHERE T.points > 0 AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_id = T.game_id AND S.player_id = T.player_id)
  ),
  team_points AS (
    SELECT game_id, home_team AS team, home_score AS points FROM nba_raw.schedule WHERE home_score IS NOT NULL AND away_score IS NOT NULL
    UNION ALL
    SELECT game_id, away_team, away_score FROM nba_raw.schedule WHERE home_score IS NOT NULL AND away_score IS NOT NULL
    UNION ALL
    SELECT boxes.game_id, boxes.team, boxes.points
    FROM nba_raw.team_box_scores AS boxes
    LEFT JOIN nba_raw.schedule AS games ON games.game_id = boxes.game_id
    WHERE games.home_score IS NULL OR games.away_score IS NULL
  ),
  sums AS (
    SELECT game_id, team, SUM(points) AS points, SUM(stranger_points) AS stranger_points FROM others GROUP BY game_id, team
  )
SELECT others.game_id, others.player_id, others.player_name, others.team, others.game_date, 'surplus'
FROM others
INNER JOIN sums ON sums.game_id = others.game_id AND sums.team = others.team
INNER JOIN file_teams ON file_teams.game_id = others.game_id AND file_teams.team = others.team
INNER JOIN team_points ON team_points.game_id = others.game_id AND team_points.team = others.team
WHERE file_teams.points = team_points.points
  OR others.stranger_points > 0 AND sums.stranger_points = file_teams.points + sums.points - team_points.points
