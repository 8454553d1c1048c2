-- The players of the newest injury reports for @game_date that were known at @as_of, grouped by what is wrong with the row. Players without a problem
-- form one group. Every other group has one name. A player without a game in the two years before is unknown.
WITH
reports AS (
  SELECT player_lookup, player_name, LOWER(status) AS status
  FROM nba_raw.injuries
  WHERE game_date = @game_date AND report_at <= @as_of AND LOWER(status) <> 'not submitted'
  QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY report_at DESC NULLS LAST) = 1
),
known AS (
  SELECT DISTINCT player_lookup
  FROM nba_raw.player_game_logs
  WHERE game_date < @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL 730 DAY) AND player_lookup IN (SELECT player_lookup FROM reports)
),
examined AS (
  SELECT
    reports.player_name,
    CASE
      WHEN STARTS_WITH(reports.player_lookup, 'unmatched:') THEN 'ambiguous_player'
      WHEN reports.status = 'unknown' THEN 'unknown_status'
      WHEN known.player_lookup IS NULL THEN 'unknown_player'
      ELSE 'none'
    END AS problem
  FROM reports
  LEFT JOIN known ON known.player_lookup = reports.player_lookup
)
SELECT
  problem,
  CASE WHEN problem <> 'none' THEN player_name END AS value,
  CAST(COUNT(*) AS INT64) AS players
FROM examined
GROUP BY problem, value
ORDER BY players DESC NULLS LAST, value NULLS FIRST
