-- An import never replaces what a person assigned.
MERGE INTO nba_raw.player_aliases T
USING ${staging} S
ON T.alias_kind = S.alias_kind
  AND T.alias = S.alias
WHEN MATCHED AND S.created_by IS NOT NULL THEN UPDATE SET
  player_lookup = S.player_lookup,
  created_at = S.created_at,
  created_by = S.created_by
WHEN NOT MATCHED THEN INSERT (
  alias_kind,
  alias,
  player_lookup,
  created_at,
  created_by
) VALUES (
  S.alias_kind,
  S.alias,
  S.player_lookup,
  S.created_at,
  S.created_by
)
