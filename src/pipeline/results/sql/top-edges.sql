-- The picks with the largest edges of a date, one per player: those of @picking_model, or of all models if it has no rows. Picks of a backfill count only
-- if the date has no other rows.
SELECT
  player_name, team_abbr AS team, opponent_team_abbr AS opponent, system_id, current_points_line AS line,
  predicted_points, line_margin AS edge, confidence_score AS confidence, recommendation
FROM (
  SELECT
    player_lookup, player_name, team_abbr, opponent_team_abbr, system_id, current_points_line, predicted_points,
    line_margin, confidence_score, recommendation
  FROM nba_predictions.player_prop_predictions
  WHERE game_date = @game_date AND is_active AND recommendation IN ('OVER', 'UNDER')
    AND (
      NOT COALESCE(is_backfill, FALSE)
      OR NOT EXISTS (
        SELECT 1 FROM nba_predictions.player_prop_predictions AS published
        WHERE published.game_date = @game_date AND published.is_active AND NOT COALESCE(published.is_backfill, FALSE)
      )
    )
    AND (
      system_id = @picking_model
      OR NOT EXISTS (
        SELECT 1 FROM nba_predictions.player_prop_predictions AS own
        WHERE own.game_date = @game_date AND own.is_active AND own.system_id = @picking_model
      )
    )
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY player_lookup ORDER BY ABS(line_margin) DESC NULLS LAST, system_id ASC NULLS LAST
  ) = 1
) AS furthest
ORDER BY ABS(line_margin) DESC NULLS LAST, player_lookup ASC NULLS LAST
LIMIT 10
