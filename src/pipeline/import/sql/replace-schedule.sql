-- Stages the stored rows of the file's dates that the file no longer has. The merge deletes them.
INSERT INTO ${staging} (game_id, home_team, away_team, taken_back)
SELECT T.game_id, T.home_team, T.away_team, 'replaced'
FROM nba_raw.schedule AS T
WHERE T.game_date IN (SELECT game_date FROM ${staging})
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_id = T.game_id)
