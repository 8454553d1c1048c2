-- The players whom the stored injury reports rule out, and whom a newer complete report of their team in the file no longer lists. They count as
-- available. A stored report that a stored complete report has replaced already does not count. Neither does a report of the file from after the
-- tip-off of the team's game.
WITH
newest AS (
  SELECT listed.game_date, listed.team, MAX(listed.report_at) AS report_at
  FROM ${staging} AS listed
  LEFT JOIN nba_raw.schedule AS games ON games.game_date = listed.game_date AND listed.team IN (games.home_team, games.away_team)
  WHERE listed.taken_back IS NULL AND listed.team IS NOT NULL AND COALESCE(listed.report_scope, 'complete') <> 'partial'
    AND LOWER(listed.status) <> 'not submitted' AND (games.tipoff_utc IS NULL OR listed.report_at < games.tipoff_utc)
  GROUP BY listed.game_date, listed.team
),
stored AS (
  SELECT game_date, team, player_lookup, player_name, status, report_at
  FROM (
    SELECT
      game_date, team, player_lookup, player_name, LOWER(status) AS status, report_at,
      MAX(CASE WHEN team IS NOT NULL AND LOWER(status) <> 'not submitted' AND COALESCE(report_scope, 'complete') <> 'partial' THEN report_at END)
        OVER (PARTITION BY game_date, team) AS replaced_at
    FROM nba_raw.injuries
    WHERE game_date IN (SELECT game_date FROM newest)
  ) AS known
  WHERE report_at >= COALESCE(replaced_at, report_at)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY game_date, player_lookup ORDER BY report_at DESC NULLS LAST) = 1
)
SELECT stored.player_name, stored.team, stored.game_date
FROM stored
INNER JOIN newest ON newest.game_date = stored.game_date AND newest.team = stored.team AND newest.report_at > stored.report_at
LEFT JOIN ${staging} AS S
  ON S.game_date = stored.game_date AND S.player_lookup = stored.player_lookup AND S.report_at >= newest.report_at AND S.taken_back IS NULL
WHERE stored.status IN ('out', 'suspension') AND S.player_lookup IS NULL
ORDER BY stored.game_date NULLS LAST, stored.team NULLS LAST, stored.player_name NULLS LAST
