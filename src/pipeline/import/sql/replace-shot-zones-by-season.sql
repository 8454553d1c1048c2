-- Stages the stored rows of the file's seasons that the file no longer has. The merge deletes them.
INSERT INTO ${staging} (season, season_type, player_id, player_name, taken_back)
SELECT T.season, T.season_type, T.player_id, T.player_name, 'replaced'
FROM nba_raw.shot_zones_by_season AS T
WHERE EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.season = T.season AND S.season_type = T.season_type)
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.season = T.season AND S.season_type = T.season_type AND S.player_id = T.player_id)
