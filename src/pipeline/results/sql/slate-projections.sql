-- The players of a date with an active prediction, each with his projection and its edge. The projection is that of
-- @headline_model, or else that of @fallback_model, or else that of the first model. Projections of a backfill count
-- only if the date has no other rows.
SELECT
  player_lookup, player_name, team_abbr AS team, opponent_team_abbr AS opponent, game_id, system_id, predicted_points,
  current_points_line AS line, line_margin AS edge, confidence_score AS confidence, recommendation, is_actionable,
  COALESCE(is_backfill, FALSE) AS is_backfill
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
  AND (
    NOT COALESCE(is_backfill, FALSE)
    OR NOT EXISTS (
      SELECT 1 FROM nba_predictions.player_prop_predictions AS published
      WHERE published.game_date = @game_date AND published.is_active AND NOT COALESCE(published.is_backfill, FALSE)
    )
  )
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY player_lookup
  ORDER BY
    CASE system_id WHEN @headline_model THEN 0 WHEN @fallback_model THEN 1 ELSE 2 END ASC NULLS LAST,
    system_id ASC NULLS LAST
) = 1
ORDER BY player_lookup ASC NULLS LAST
