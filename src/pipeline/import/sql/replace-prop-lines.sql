-- Stages the stored rows of the file's dates that the file no longer has. The merge deletes them.
INSERT INTO ${staging} (game_date, player_lookup, bookmaker, line, captured_at, player_name, taken_back)
SELECT T.game_date, T.player_lookup, T.bookmaker, T.line, T.captured_at, T.player_name, 'replaced'
FROM nba_raw.prop_lines AS T
WHERE T.game_date IN (SELECT game_date FROM ${staging})
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_date = T.game_date AND S.player_lookup = T.player_lookup AND S.bookmaker = T.bookmaker AND S.line = T.line AND S.captured_at IS NOT DISTINCT FROM T.captured_at)
