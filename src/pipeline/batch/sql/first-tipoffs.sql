SELECT
  game_date,
  MIN(tipoff_utc) AS first_tipoff
FROM nba_raw.schedule
WHERE game_date BETWEEN @from_date AND @to_date
GROUP BY game_date
