-- Fills empty points of the opponent with the points in the opponent's row of the file, or else in his stored row.
UPDATE ${staging} AS own
SET opp_points = opponents.points
FROM (
  SELECT game_id, team, points FROM ${staging}
  UNION ALL
  SELECT T.game_id, T.team, T.points
  FROM nba_raw.team_box_scores AS T
  WHERE NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_id = T.game_id AND S.team = T.team)
) AS opponents
WHERE own.opp_points IS NULL AND opponents.game_id = own.game_id AND opponents.team = own.opponent
