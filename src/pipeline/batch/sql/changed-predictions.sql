-- The players whose predictions generation @generation of @batch_id replaced, added or removed. Each has the row of that generation and the row before it,
-- by @headline_model, or else by @fallback_model, or else by the first model. `was_active`: the row before was active until this generation. A player
-- without a row of the generation lost the predictions, because the run skipped the player. The status before a withdrawal is that of the withdrawal.
WITH
own AS (
  SELECT
    player_lookup, player_name, team_abbr, opponent_team_abbr, system_id, predicted_points, line_consensus, current_points_line, injury_status, created_at
  FROM nba_predictions.player_prop_predictions
  WHERE game_date = @game_date AND batch_id = @batch_id AND generation = @generation
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY player_lookup
    ORDER BY CASE system_id WHEN @headline_model THEN 0 WHEN @fallback_model THEN 1 ELSE 2 END ASC NULLS LAST, system_id ASC NULLS LAST
  ) = 1
),
earlier AS (
  SELECT
    player_lookup, player_name, team_abbr, opponent_team_abbr, predicted_points, line_consensus, current_points_line, injury_status, superseded_by,
    superseded_at, invalidation_reason
  FROM nba_predictions.player_prop_predictions
  WHERE game_date = @game_date AND sequence < @sequence
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY player_lookup
    ORDER BY
      sequence DESC NULLS LAST,
      CASE system_id WHEN @headline_model THEN 0 WHEN @fallback_model THEN 1 ELSE 2 END ASC NULLS LAST,
      system_id ASC NULLS LAST
  ) = 1
)
SELECT
  COALESCE(own.player_lookup, earlier.player_lookup) AS player_lookup,
  COALESCE(own.player_name, earlier.player_name) AS player_name,
  COALESCE(own.team_abbr, earlier.team_abbr) AS team,
  COALESCE(own.opponent_team_abbr, earlier.opponent_team_abbr) AS opponent,
  own.system_id, own.predicted_points, COALESCE(own.line_consensus, own.current_points_line) AS line, own.injury_status,
  earlier.player_lookup IS NOT NULL AS was_predicted,
  COALESCE(earlier.superseded_at = own.created_at, FALSE) AS was_active,
  earlier.predicted_points AS predicted_points_before,
  COALESCE(earlier.line_consensus, earlier.current_points_line) AS line_before,
  CASE WHEN earlier.invalidation_reason = 'player_out' THEN 'out' ELSE earlier.injury_status END AS injury_status_before
FROM own
FULL OUTER JOIN earlier ON earlier.player_lookup = own.player_lookup
WHERE own.player_lookup IS NOT NULL OR earlier.superseded_by = CONCAT(@batch_id, '-g', CAST(@generation AS STRING))
ORDER BY player_lookup NULLS LAST
