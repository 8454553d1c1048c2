-- The dates of a range that have finished games, whether their feature rows are up to date, and the `as_of` of these rows.
SELECT
  games.game_date,
  CAST(games.games AS INT64) AS games,
  COALESCE(features.built_at > imported.newest_at AND features.oldest_version = @feature_version AND features.newest_version = @feature_version, FALSE) AS is_built,
  features.as_of
FROM (
  SELECT schedule.game_date, COUNT(*) AS games
  FROM nba_raw.schedule AS schedule
  INNER JOIN (
    SELECT game_id FROM nba_raw.team_box_scores WHERE game_date BETWEEN @from_date AND @to_date GROUP BY game_id
  ) AS finished ON finished.game_id = schedule.game_id
  WHERE schedule.game_date BETWEEN @from_date AND @to_date
  GROUP BY schedule.game_date
) AS games
LEFT JOIN (
  SELECT
    game_date, MIN(created_at) AS built_at, MIN(as_of) AS as_of, MIN(feature_version) AS oldest_version, MAX(feature_version) AS newest_version
  FROM nba_predictions.ml_feature_store_v2
  WHERE game_date BETWEEN @from_date AND @to_date
  GROUP BY game_date
) AS features ON features.game_date = games.game_date
CROSS JOIN (SELECT MAX(imported_at) AS newest_at FROM nba_orchestration.imports) AS imported
ORDER BY game_date NULLS FIRST
