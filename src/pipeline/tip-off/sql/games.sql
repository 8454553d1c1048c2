SELECT game_date, game_id, home_team, away_team, tipoff_utc AS tipoff_at
FROM nba_raw.schedule
WHERE game_date BETWEEN @first_date AND @last_date
ORDER BY tipoff_utc ASC NULLS LAST, game_id ASC NULLS LAST
