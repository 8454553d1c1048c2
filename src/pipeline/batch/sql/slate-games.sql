SELECT
  CAST(COUNT(*) AS INT64) AS games,
  MIN(tipoff_utc) AS first_tipoff,
  MAX(tipoff_utc) AS last_tipoff
FROM nba_raw.schedule
WHERE game_date = @game_date
