-- The newest price of each bookmaker for each line, as known at @known_at and before the tip-off. If the line's game has tipped by @now, prices count up
-- to one hour before its tip-off, as in batch/sql/candidates. A price without a time counts as known from noon in New York.
SELECT player_lookup, bookmaker, line, over_price, under_price
FROM (
  SELECT
    shown.player_lookup, LOWER(shown.bookmaker) AS bookmaker, shown.line, shown.over_price, shown.under_price, shown.captured_at,
    COALESCE(games.tipoff_utc, shown.commence_time) AS tipoff_utc,
    COALESCE(
      shown.captured_at,
      TIMESTAMP_ADD(
        CAST(shown.game_date AS TIMESTAMP),
        INTERVAL (CASE
          WHEN FORMAT_TIMESTAMP('%H', TIMESTAMP_ADD(CAST(shown.game_date AS TIMESTAMP), INTERVAL 17 HOUR), 'America/New_York') = '13' THEN 16
          ELSE 17
        END) HOUR
      )
    ) AS known_at
  FROM nba_raw.prop_lines AS shown
  LEFT JOIN nba_raw.schedule AS games ON games.game_id = shown.game_id AND games.game_date = @game_date
  WHERE shown.game_date = @game_date AND LOWER(COALESCE(shown.line_type, 'standard')) = 'standard'
    AND (shown.over_price IS NOT NULL OR shown.under_price IS NOT NULL)
) AS looks
WHERE known_at <= @known_at
  AND (
    tipoff_utc IS NULL OR captured_at IS NULL
    OR (captured_at < tipoff_utc AND (tipoff_utc > @now OR captured_at <= TIMESTAMP_SUB(tipoff_utc, INTERVAL 1 HOUR)))
  )
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY player_lookup, bookmaker, CAST(line AS STRING)
  ORDER BY known_at DESC NULLS LAST, over_price ASC NULLS LAST, under_price ASC NULLS LAST
) = 1
