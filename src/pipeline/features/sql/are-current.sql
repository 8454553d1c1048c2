SELECT
  COUNT(*) > 0
  AND COUNTIF(stored.as_of = @as_of) = COUNT(*)
  AND COUNTIF(stored.created_at <= imported.newest_at) = 0 AS are_current
FROM nba_predictions.ml_feature_store_v2 AS stored
CROSS JOIN (SELECT MAX(imported_at) AS newest_at FROM nba_orchestration.imports) AS imported
WHERE stored.game_date = @game_date
