-- Stages the stored rows of the file's dates that the file no longer has. The merge deletes them.
INSERT INTO ${staging} (report_at, game_date, player_lookup, player_name, taken_back)
SELECT T.report_at, T.game_date, T.player_lookup, T.player_name, 'replaced'
FROM nba_raw.injuries AS T
WHERE T.game_date IN (SELECT game_date FROM ${staging})
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.report_at = T.report_at AND S.game_date = T.game_date AND S.player_lookup = T.player_lookup)
