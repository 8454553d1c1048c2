-- What a person assigns replaces what an import or another person assigned.
MERGE INTO nba_raw.player_aliases T
USING (
  SELECT @alias_kind AS alias_kind, @alias AS alias, @player_lookup AS player_lookup, @created_at AS created_at, @created_by AS created_by
) S
ON T.alias_kind = S.alias_kind
  AND T.alias = S.alias
WHEN MATCHED THEN UPDATE SET
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
