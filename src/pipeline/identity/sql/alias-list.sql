SELECT aliases.alias_kind, aliases.alias, aliases.player_lookup, players.player_name, aliases.created_at, aliases.created_by
FROM nba_raw.player_aliases AS aliases
LEFT JOIN nba_raw.players AS players ON players.player_lookup = aliases.player_lookup
ORDER BY aliases.created_at DESC NULLS LAST, aliases.alias NULLS LAST
