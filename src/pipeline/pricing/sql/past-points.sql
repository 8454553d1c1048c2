-- The game, the data quality and the past points of every player in the feature store on a date. Past points are numbers with commas between them.
SELECT player_lookup, game_id, feature_quality_score AS quality, COALESCE(past_points, '') AS past_points
FROM nba_predictions.ml_feature_store_v2
WHERE game_date = @game_date
ORDER BY player_lookup NULLS FIRST
