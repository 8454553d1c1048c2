-- Stages the stored rows that reached no player, and whose row in the file now has another key. The merge deletes them, so that no row counts twice.
INSERT INTO ${staging} (game_date, player_lookup, bookmaker, line, captured_at, player_name, taken_back)
SELECT T.game_date, T.player_lookup, T.bookmaker, T.line, T.captured_at, T.player_name, 'rematched'
FROM nba_raw.prop_lines AS T
WHERE T.player_lookup NOT IN (SELECT player_lookup FROM nba_raw.players)
  AND EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_date = T.game_date AND S.bookmaker = T.bookmaker AND S.line = T.line AND S.captured_at IS NOT DISTINCT FROM T.captured_at AND S.player_name = T.player_name)
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_date = T.game_date AND S.player_lookup = T.player_lookup AND S.bookmaker = T.bookmaker AND S.line = T.line AND S.captured_at IS NOT DISTINCT FROM T.captured_at)
