SELECT alias_kind, alias, player_lookup
FROM nba_raw.player_aliases
