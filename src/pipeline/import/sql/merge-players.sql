MERGE INTO nba_raw.players T
USING ${staging} S
ON T.player_id = S.player_id
WHEN MATCHED AND (
  T.player_name IS DISTINCT FROM S.player_name
  OR T.player_lookup IS DISTINCT FROM S.player_lookup
) THEN UPDATE SET
  player_name = S.player_name,
  player_lookup = S.player_lookup
WHEN NOT MATCHED THEN INSERT (
  player_id,
  player_name,
  player_lookup
) VALUES (
  S.player_id,
  S.player_name,
  S.player_lookup
)
