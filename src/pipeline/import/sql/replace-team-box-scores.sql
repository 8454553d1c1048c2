-- Stages the stored rows of the file's dates that the file no longer has. The merge deletes them.
INSERT INTO ${staging} (game_id, team, taken_back)
SELECT T.game_id, T.team, 'replaced'
FROM nba_raw.team_box_scores AS T
WHERE T.game_date IN (SELECT game_date FROM ${staging})
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_id = T.game_id AND S.team = T.team)
