MERGE INTO nba_raw.injuries T
USING ${staging} S
ON T.report_at = S.report_at
  AND T.game_date = S.game_date
  AND T.player_lookup = S.player_lookup
WHEN MATCHED AND S.taken_back IS NOT NULL THEN DELETE
WHEN MATCHED AND (
  T.player_id IS DISTINCT FROM S.player_id
  OR T.player_name IS DISTINCT FROM S.player_name
  OR T.team IS DISTINCT FROM S.team
  OR T.status IS DISTINCT FROM S.status
  OR T.reason IS DISTINCT FROM S.reason
  OR T.report_scope IS DISTINCT FROM S.report_scope
) THEN UPDATE SET
  player_id = S.player_id,
  player_name = S.player_name,
  team = S.team,
  status = S.status,
  reason = S.reason,
  report_scope = S.report_scope
WHEN NOT MATCHED AND S.taken_back IS NULL THEN INSERT (
  report_at,
  game_date,
  player_id,
  player_name,
  player_lookup,
  team,
  status,
  reason,
  report_scope
) VALUES (
  S.report_at,
  S.game_date,
  S.player_id,
  S.player_name,
  S.player_lookup,
  S.team,
  S.status,
  S.reason,
  S.report_scope
)
