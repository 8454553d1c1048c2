-- For @game_date and each game date of the @recent_days before it: the number of players who usually play, and how many of them had a line at the same
-- time of the day as @game_date has at its `as_of`. Times of the day are minutes from midnight UTC. A line without a time counts as known at noon in
-- New York.
WITH
nights AS (
  SELECT game_date, home_team AS team
  FROM nba_raw.schedule
  WHERE game_date <= @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL (@recent_days) DAY)
  UNION DISTINCT
  SELECT game_date, away_team
  FROM nba_raw.schedule
  WHERE game_date <= @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL (@recent_days) DAY)
),
regulars AS (
  SELECT nights.game_date, logs.player_lookup
  FROM nights
  INNER JOIN nba_raw.player_game_logs AS logs
    ON logs.team = nights.team AND logs.game_date < nights.game_date AND logs.game_date >= DATE_SUB(nights.game_date, INTERVAL 7 DAY)
  WHERE logs.minutes > 0 AND logs.game_date < @game_date AND logs.game_date >= DATE_SUB(@game_date, INTERVAL (@recent_days + 7) DAY)
  GROUP BY nights.game_date, logs.player_lookup
  HAVING AVG(logs.minutes) >= @regular_minutes
),
lined AS (
  SELECT DISTINCT game_date, player_lookup
  FROM nba_raw.prop_lines
  WHERE game_date <= @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL (@recent_days) DAY)
    AND LOWER(COALESCE(line_type, 'standard')) = 'standard'
    AND COALESCE(captured_at, TIMESTAMP_ADD(CAST(game_date AS TIMESTAMP), INTERVAL (@noon_minutes) MINUTE))
      <= TIMESTAMP_ADD(CAST(game_date AS TIMESTAMP), INTERVAL (@as_of_minutes) MINUTE)
)
SELECT
  regulars.game_date,
  CAST(COUNT(*) AS INT64) AS players,
  CAST(COUNT(lined.player_lookup) AS INT64) AS with_line
FROM regulars
LEFT JOIN lined ON lined.game_date = regulars.game_date AND lined.player_lookup = regulars.player_lookup
GROUP BY regulars.game_date
ORDER BY regulars.game_date DESC NULLS LAST
