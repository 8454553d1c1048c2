-- The games of a date with their tip-offs.
SELECT game_id, home_team, away_team, tipoff_utc AS tipoff_at
FROM nba_raw.schedule
WHERE game_date = @game_date
ORDER BY game_id NULLS LAST
