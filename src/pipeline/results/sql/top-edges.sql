-- The projections of a date that differ most from the line. A player's projection is that of @headline_model, or else
-- that of @fallback_model, or else that of the first model. Projections of a backfill count only if the date has no
-- other rows.
SELECT
  player_lookup, player_name, team_abbr AS team, opponent_team_abbr AS opponent, system_id,
  current_points_line AS line, predicted_points, line_margin AS edge, confidence_score AS confidence,
  recommendation, is_actionable
FROM (
  SELECT
    player_lookup, player_name, team_abbr, opponent_team_abbr, system_id, current_points_line, predicted_points,
    line_margin, confidence_score, recommendation, is_actionable
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
) AS projections
WHERE current_points_line IS NOT NULL AND line_margin IS NOT NULL
ORDER BY ABS(line_margin) DESC NULLS LAST, player_lookup ASC NULLS LAST
LIMIT 10
