SELECT game_id, game_date, home_team, away_team, tipoff_utc
FROM nba_raw.schedule
