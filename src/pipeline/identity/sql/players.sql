SELECT player_id, player_name, player_lookup
FROM nba_raw.players
