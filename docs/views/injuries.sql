-- nba_raw.injuries from the injury report of the league. A report names a player without an NBA id. Each hour has one complete report.
SELECT
  TIMESTAMP_ADD(CAST(report_date AS TIMESTAMP), INTERVAL (report_hour + CASE
    WHEN FORMAT_TIMESTAMP('%H', TIMESTAMP_ADD(CAST(report_date AS TIMESTAMP), INTERVAL 17 HOUR), 'America/New_York') = '13' THEN 4
    ELSE 5
  END) HOUR) AS report_at,
  game_date,
  CAST(NULL AS STRING) AS player_id,
  player_full_name AS player_name,
  player_lookup,
  team,
  injury_status AS status,
  reason,
  'complete' AS report_scope
FROM nba_raw.nbac_injury_report
WHERE report_date >= DATE '2021-01-01'
