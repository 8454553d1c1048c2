-- The players whom the stored injury reports rule out, and whom a newer complete report of their team in the file no longer lists. They count as
-- available.
WITH
newest AS (
  SELECT game_date, team, MAX(report_at) AS report_at
  FROM ${staging}
  WHERE taken_back IS NULL AND team IS NOT NULL AND COALESCE(report_scope, 'complete') <> 'partial' AND LOWER(status) <> 'not submitted'
  GROUP BY game_date, team
),
stored AS (
  SELECT game_date, team, player_lookup, player_name, LOWER(status) AS status, report_at
  FROM nba_raw.injuries
  WHERE game_date IN (SELECT game_date FROM newest)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY game_date, player_lookup ORDER BY report_at DESC NULLS LAST) = 1
)
SELECT stored.player_name, stored.team, stored.game_date
FROM stored
INNER JOIN newest ON newest.game_date = stored.game_date AND newest.team = stored.team AND newest.report_at > stored.report_at
LEFT JOIN ${staging} AS S
  ON S.game_date = stored.game_date AND S.player_lookup = stored.player_lookup AND S.report_at >= stored.report_at AND S.taken_back IS NULL
WHERE stored.status IN ('out', 'suspension') AND S.player_lookup IS NULL
ORDER BY stored.game_date NULLS LAST, stored.team NULLS LAST, stored.player_name NULLS LAST
