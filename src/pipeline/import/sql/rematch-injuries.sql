-- Stages the stored rows that reached no player, and whose row in the file now has another key. The merge deletes them, so that no row counts twice.
INSERT INTO ${staging} (report_at, game_date, player_lookup, player_name, taken_back)
SELECT T.report_at, T.game_date, T.player_lookup, T.player_name, 'rematched'
FROM nba_raw.injuries AS T
WHERE T.player_lookup NOT IN (SELECT player_lookup FROM nba_raw.players)
  AND EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.report_at = T.report_at AND S.game_date = T.game_date AND S.player_name = T.player_name)
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.report_at = T.report_at AND S.game_date = T.game_date AND S.player_lookup = T.player_lookup)
