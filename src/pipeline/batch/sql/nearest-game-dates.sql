SELECT
  MAX(CASE WHEN game_date < @game_date THEN game_date END) AS before_date,
  MIN(CASE WHEN game_date > @game_date THEN game_date END) AS after_date
FROM nba_raw.schedule
