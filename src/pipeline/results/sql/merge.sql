-- Takes one generation of a batch into the table: once, however often it runs. A new row is active unless a newer
-- sequence already has an active row for the same game, player and model. Older active rows end when they are replaced,
-- when the model is absent now, and when the player was skipped; a player who failed or is missing keeps his. With
-- @whole_slate those of players who are not in the batch at all end too.
MERGE INTO nba_predictions.player_prop_predictions AS target
USING (
  SELECT
    'insert' AS change, staged.prediction_id, staged.system_id, staged.model_version, staged.player_lookup,
    staged.player_name, staged.team_abbr, staged.opponent_team_abbr, staged.game_id, staged.predicted_points,
    staged.confidence_score, staged.recommendation, staged.has_prop_line, staged.current_points_line,
    staged.line_margin, staged.line_source, staged.sportsbook, staged.feature_version, staged.feature_quality_score,
    staged.low_quality_flag, staged.prediction_run_mode, newer.superseded_by
  FROM ${staging} AS staged
  LEFT JOIN (
    SELECT game_id, player_lookup, system_id, MAX(prediction_id) AS superseded_by
    FROM nba_predictions.player_prop_predictions
    WHERE game_date = @game_date AND is_active AND sequence > @sequence
    GROUP BY game_id, player_lookup, system_id
  ) AS newer
    ON newer.game_id = staged.game_id
    AND newer.player_lookup = staged.player_lookup
    AND newer.system_id = staged.system_id
  WHERE staged.outcome = 'predicted'
  UNION ALL
  SELECT
    'supersede' AS change, older.prediction_id, older.system_id, older.model_version, older.player_lookup,
    older.player_name, older.team_abbr, older.opponent_team_abbr, older.game_id, older.predicted_points,
    older.confidence_score, older.recommendation, older.has_prop_line, older.current_points_line,
    older.line_margin, older.line_source, older.sportsbook, older.feature_version, older.feature_quality_score,
    older.low_quality_flag, older.prediction_run_mode,
    COALESCE(replacement.prediction_id, CONCAT(@batch_id, '-g', CAST(@generation AS STRING))) AS superseded_by
  FROM nba_predictions.player_prop_predictions AS older
  LEFT JOIN (
    SELECT player_lookup, MAX(outcome) AS outcome FROM ${staging} GROUP BY player_lookup
  ) AS player ON player.player_lookup = older.player_lookup
  LEFT JOIN ${staging} AS replacement
    ON replacement.outcome = 'predicted'
    AND replacement.game_id = older.game_id
    AND replacement.player_lookup = older.player_lookup
    AND replacement.system_id = older.system_id
  WHERE older.game_date = @game_date
    AND older.is_active
    AND older.sequence < @sequence
    AND (player.outcome IN ('predicted', 'skipped') OR (player.outcome IS NULL AND @whole_slate))
) AS change
ON target.game_date = @game_date AND target.prediction_id = change.prediction_id
WHEN MATCHED AND change.change = 'supersede' THEN UPDATE SET
  is_active = FALSE, superseded_by = change.superseded_by, superseded_at = @merged_at, updated_at = @merged_at
WHEN NOT MATCHED AND change.change = 'insert' THEN INSERT (
  game_date, prediction_id, system_id, model_version, player_lookup, player_name, team_abbr, opponent_team_abbr,
  game_id, predicted_points, confidence_score, recommendation, has_prop_line, current_points_line, line_margin,
  line_source, sportsbook, feature_version, feature_quality_score, low_quality_flag, prediction_run_mode,
  batch_id, generation, sequence, is_active, superseded_by, superseded_at, created_at, updated_at
) VALUES (
  @game_date, change.prediction_id, change.system_id, change.model_version, change.player_lookup, change.player_name,
  change.team_abbr, change.opponent_team_abbr, change.game_id, change.predicted_points, change.confidence_score,
  change.recommendation, change.has_prop_line, change.current_points_line, change.line_margin, change.line_source,
  change.sportsbook, change.feature_version, change.feature_quality_score, change.low_quality_flag,
  change.prediction_run_mode, @batch_id, @generation, @sequence, change.superseded_by IS NULL, change.superseded_by,
  NULL, @merged_at, @merged_at
)
