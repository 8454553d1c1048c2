-- The newest report about each player for the game date. Reports count up to @known_at. If the game of the report's team has tipped by @now, they count
-- up to one hour before its tip-off. A complete report of a team replaces its older reports. All this is as in batch/sql/candidates.
WITH
scheduled AS (
  SELECT
    home_team, away_team, tipoff_utc,
    CASE
      WHEN tipped_at <= @now THEN COALESCE(LEAST(@known_at, TIMESTAMP_SUB(COALESCE(tipoff_utc, first_tipoff), INTERVAL 1 HOUR)), @known_at)
      ELSE @known_at
    END AS known_until
  FROM (
    SELECT
      home_team, away_team, tipoff_utc,
      COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) AS tipped_at,
      MIN(tipoff_utc) OVER (PARTITION BY game_date) AS first_tipoff
    FROM nba_raw.schedule
    WHERE game_date = @game_date
  ) AS timed
),
whole_date AS (SELECT COALESCE(MIN(known_until), @known_at) AS known_until FROM scheduled),
known_reports AS (
  SELECT
    injuries.player_lookup, injuries.status, injuries.reason, injuries.report_at,
    MAX(CASE WHEN injuries.team IS NOT NULL AND COALESCE(injuries.report_scope, 'complete') <> 'partial' THEN injuries.report_at END)
      OVER (PARTITION BY injuries.team) AS replaced_at
  FROM nba_raw.injuries AS injuries
  CROSS JOIN whole_date
  LEFT JOIN scheduled ON injuries.team IN (scheduled.home_team, scheduled.away_team)
  WHERE injuries.game_date = @game_date AND LOWER(injuries.status) <> 'not submitted'
    AND injuries.report_at <= COALESCE(scheduled.known_until, whole_date.known_until)
    AND (scheduled.tipoff_utc IS NULL OR injuries.report_at < scheduled.tipoff_utc)
)
SELECT player_lookup, status, reason, report_at
FROM known_reports
WHERE report_at >= COALESCE(replaced_at, report_at)
QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY report_at DESC NULLS LAST) = 1
