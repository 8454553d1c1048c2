-- The newest price of every bookmaker for every line of a date, as known at @as_of. A line captured after the tip-off of its game does not count.
-- pricing/current-offers.ts decides which lines still exist. The game of a line is found as in batch/sql/candidates.
WITH
features AS (
  SELECT stored.player_lookup, games.tipoff_utc
  FROM nba_predictions.ml_feature_store_v2 AS stored
  INNER JOIN nba_raw.schedule AS games ON games.game_id = stored.game_id AND games.game_date = @game_date
  WHERE stored.game_date = @game_date
),
lines AS (
  SELECT
    shown.player_lookup, shown.game_id, LOWER(shown.bookmaker) AS bookmaker, shown.line, shown.is_main_line, shown.over_price, shown.under_price,
    shown.captured_at, shown.last_seen_at,
    COALESCE(own_game.tipoff_utc, features.tipoff_utc, shown.commence_time) AS tipoff_utc,
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
  LEFT JOIN nba_raw.schedule AS own_game ON own_game.game_id = shown.game_id AND own_game.game_date = @game_date
  LEFT JOIN features ON features.player_lookup = shown.player_lookup
  WHERE shown.game_date = @game_date AND LOWER(COALESCE(shown.line_type, 'standard')) = 'standard'
),
known AS (
  SELECT
    player_lookup, game_id, bookmaker, line, is_main_line, over_price, under_price, known_at,
    CASE WHEN last_seen_at BETWEEN captured_at AND LEAST(@as_of, COALESCE(tipoff_utc, @as_of)) THEN last_seen_at ELSE known_at END AS seen_at
  FROM lines
  WHERE known_at <= @as_of AND (captured_at IS NULL OR tipoff_utc IS NULL OR captured_at < tipoff_utc)
)
SELECT player_lookup, game_id, bookmaker, line, is_main_line, over_price, under_price, known_at, seen_at
FROM known
WHERE TRUE
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY player_lookup, bookmaker, CAST(line AS STRING)
  ORDER BY known_at DESC NULLS LAST, is_main_line DESC NULLS LAST, over_price ASC NULLS LAST, under_price ASC NULLS LAST
) = 1
ORDER BY player_lookup NULLS FIRST, bookmaker NULLS FIRST, line NULLS FIRST
