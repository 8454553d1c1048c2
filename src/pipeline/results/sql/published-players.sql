-- The players of a date with an active prediction that is not a backfill, each with his projection. The projection is
-- that of @headline_model, or else that of @fallback_model, or else that of the first model.
SELECT
  player_lookup, player_name, team_abbr AS team, opponent_team_abbr AS opponent, game_id, system_id, predicted_points
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active AND NOT COALESCE(is_backfill, FALSE)
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY player_lookup
  ORDER BY
    CASE system_id WHEN @headline_model THEN 0 WHEN @fallback_model THEN 1 ELSE 2 END ASC NULLS LAST,
    system_id ASC NULLS LAST
) = 1
ORDER BY player_lookup ASC NULLS LAST
