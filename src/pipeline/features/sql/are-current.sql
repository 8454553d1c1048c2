-- A game that has tipped by @now has features of one hour before its tip-off, as in features/sql/roster.
SELECT
  COUNT(*) > 0
  AND COUNT(
    CASE
      WHEN stored.as_of <> games.known_until OR stored.feature_version <> @feature_version OR stored.created_at <= imported.newest_at THEN 1
    END
  ) = 0 AS are_current
FROM nba_predictions.ml_feature_store_v2 AS stored
CROSS JOIN (SELECT MAX(imported_at) AS newest_at FROM nba_orchestration.imports) AS imported
LEFT JOIN (
  SELECT
    game_id,
    CASE
      WHEN COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) <= @now
        THEN COALESCE(LEAST(@as_of, TIMESTAMP_SUB(COALESCE(tipoff_utc, first_tipoff), INTERVAL 1 HOUR)), @as_of)
      ELSE @as_of
    END AS known_until
  FROM (
    SELECT game_id, game_date, tipoff_utc, MIN(tipoff_utc) OVER (PARTITION BY game_date) AS first_tipoff
    FROM nba_raw.schedule
    WHERE game_date = @game_date
  ) AS timed
) AS games ON games.game_id = stored.game_id
WHERE stored.game_date = @game_date
