-- The games of a date with their tip-offs. A game without a known tip-off counts as tipped when its date is over in New York.
SELECT
  game_id,
  COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) AS tipoff_at
FROM nba_raw.schedule
WHERE game_date = @game_date
ORDER BY game_id NULLS LAST
