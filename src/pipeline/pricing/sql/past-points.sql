-- The game, the data quality and the past points of every player in the feature store on a date. Past points are numbers with commas between them.
SELECT
  stored.player_lookup, stored.game_id, games.tipoff_utc AS tipoff_at, stored.feature_quality_score AS quality,
  COALESCE(stored.past_points, '') AS past_points
FROM nba_predictions.ml_feature_store_v2 AS stored
LEFT JOIN nba_raw.schedule AS games ON games.game_id = stored.game_id AND games.game_date = @game_date
WHERE stored.game_date = @game_date
ORDER BY stored.player_lookup NULLS FIRST
