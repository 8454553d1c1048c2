-- nba_raw.prop_lines from the lines of The Odds API on a player's points.
SELECT
  game_date,
  game_id,
  CAST(NULL AS STRING) AS player_id,
  player_name,
  player_lookup,
  LOWER(bookmaker) AS bookmaker,
  CAST(points_line AS FLOAT64) AS line,
  CAST(over_price_american AS INT64) AS over_price,
  CAST(under_price_american AS INT64) AS under_price,
  snapshot_timestamp AS captured_at,
  CAST(NULL AS TIMESTAMP) AS last_seen_at,
  TIMESTAMP_ADD(snapshot_timestamp, INTERVAL minutes_before_tipoff MINUTE) AS commence_time,
  CAST(NULL AS STRING) AS home_team,
  CAST(NULL AS STRING) AS away_team,
  TRUE AS is_main_line,
  'standard' AS line_type
FROM nba_raw.odds_api_player_points_props
WHERE game_date >= DATE '2021-01-01'
