MERGE INTO nba_raw.prop_lines T
USING ${staging} S
ON T.game_date = S.game_date
  AND T.player_lookup = S.player_lookup
  AND T.bookmaker = S.bookmaker
  AND T.line = S.line
  AND T.captured_at IS NOT DISTINCT FROM S.captured_at
WHEN MATCHED AND S.taken_back IS NOT NULL THEN DELETE
WHEN MATCHED AND (
  T.game_id IS DISTINCT FROM S.game_id
  OR T.player_id IS DISTINCT FROM S.player_id
  OR T.player_name IS DISTINCT FROM S.player_name
  OR T.over_price IS DISTINCT FROM S.over_price
  OR T.under_price IS DISTINCT FROM S.under_price
  OR T.last_seen_at IS DISTINCT FROM S.last_seen_at
  OR T.commence_time IS DISTINCT FROM S.commence_time
  OR T.home_team IS DISTINCT FROM S.home_team
  OR T.away_team IS DISTINCT FROM S.away_team
  OR T.is_main_line IS DISTINCT FROM S.is_main_line
  OR T.line_type IS DISTINCT FROM S.line_type
) THEN UPDATE SET
  game_id = S.game_id,
  player_id = S.player_id,
  player_name = S.player_name,
  over_price = S.over_price,
  under_price = S.under_price,
  last_seen_at = S.last_seen_at,
  commence_time = S.commence_time,
  home_team = S.home_team,
  away_team = S.away_team,
  is_main_line = S.is_main_line,
  line_type = S.line_type
WHEN NOT MATCHED AND S.taken_back IS NULL THEN INSERT (
  game_date,
  game_id,
  player_id,
  player_name,
  player_lookup,
  bookmaker,
  line,
  over_price,
  under_price,
  captured_at,
  last_seen_at,
  commence_time,
  home_team,
  away_team,
  is_main_line,
  line_type
) VALUES (
  S.game_date,
  S.game_id,
  S.player_id,
  S.player_name,
  S.player_lookup,
  S.bookmaker,
  S.line,
  S.over_price,
  S.under_price,
  S.captured_at,
  S.last_seen_at,
  S.commence_time,
  S.home_team,
  S.away_team,
  S.is_main_line,
  S.line_type
)
