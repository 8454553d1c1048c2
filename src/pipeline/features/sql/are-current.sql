SELECT
  COUNT(*) > 0
  AND COUNT(
    CASE WHEN stored.as_of <> @as_of OR stored.feature_version <> @feature_version OR stored.created_at <= imported.newest_at THEN 1 END
  ) = 0 AS are_current
FROM nba_predictions.ml_feature_store_v2 AS stored
CROSS JOIN (SELECT MAX(imported_at) AS newest_at FROM nba_orchestration.imports) AS imported
WHERE stored.game_date = @game_date
