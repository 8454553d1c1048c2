-- The newest price of each bookmaker for each line, as known at @known_at. A price without a time counts as known from noon in New York, like in
-- batch/sql/candidates.
SELECT player_lookup, bookmaker, line, over_price, under_price
FROM (
  SELECT
    player_lookup, LOWER(bookmaker) AS bookmaker, line, over_price, under_price,
    COALESCE(
      captured_at,
      TIMESTAMP_ADD(
        CAST(game_date AS TIMESTAMP),
        INTERVAL (CASE
          WHEN FORMAT_TIMESTAMP('%H', TIMESTAMP_ADD(CAST(game_date AS TIMESTAMP), INTERVAL 17 HOUR), 'America/New_York') = '13' THEN 16
          ELSE 17
        END) HOUR
      )
    ) AS known_at
  FROM nba_raw.prop_lines
  WHERE game_date = @game_date AND LOWER(COALESCE(line_type, 'standard')) = 'standard' AND (over_price IS NOT NULL OR under_price IS NOT NULL)
) AS looks
WHERE known_at <= @known_at
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY player_lookup, bookmaker, line
  ORDER BY known_at DESC NULLS LAST, over_price ASC NULLS LAST, under_price ASC NULLS LAST
) = 1
