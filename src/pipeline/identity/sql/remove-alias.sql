DELETE FROM nba_raw.player_aliases
WHERE alias = @alias
