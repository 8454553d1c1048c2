-- Replaces the graded rows of one date with those of one run. One statement does this, so a reader sees either the old or the new rows. A run changes
-- nothing if a newer run has already written.
MERGE INTO nba_predictions.prediction_accuracy AS target
USING (
  SELECT
    staged.prediction_id, staged.system_id, staged.model_version, staged.batch_id, staged.model_sha256,
    staged.player_lookup, staged.player_name, staged.game_id, staged.team_abbr, staged.opponent_team_abbr,
    staged.predicted_points, staged.confidence_score, staged.confidence_decile, staged.recommendation,
    staged.is_actionable, staged.filter_reason, staged.line_value, staged.line_source, staged.line_bookmaker,
    staged.over_price, staged.under_price, staged.feature_quality_score, staged.data_quality_tier,
    staged.actual_points, staged.minutes_played, staged.absolute_error, staged.signed_error, staged.within_3_points,
    staged.within_5_points, staged.predicted_margin, staged.actual_margin, staged.prediction_correct,
    staged.is_voided, staged.void_reason, staged.pre_game_injury_flag, staged.pre_game_injury_status, staged.is_backfill
  FROM ${staging} AS staged
  WHERE NOT EXISTS (
    SELECT 1 FROM nba_predictions.prediction_accuracy AS newer
    WHERE newer.game_date = @game_date AND newer.grading_run > @grading_run
  )
) AS graded
ON FALSE
WHEN NOT MATCHED BY SOURCE AND target.game_date = @game_date AND target.grading_run <= @grading_run THEN DELETE
WHEN NOT MATCHED THEN INSERT (
  game_date, prediction_id, system_id, model_version, batch_id, model_sha256, player_lookup, player_name, game_id,
  team_abbr, opponent_team_abbr, predicted_points, confidence_score, confidence_decile, recommendation,
  is_actionable, filter_reason, line_value, line_source, line_bookmaker, over_price, under_price,
  feature_quality_score, data_quality_tier, actual_points, minutes_played, absolute_error, signed_error,
  within_3_points, within_5_points, predicted_margin, actual_margin, prediction_correct, is_voided, void_reason,
  pre_game_injury_flag, pre_game_injury_status, is_backfill, grading_run, graded_at
) VALUES (
  @game_date, graded.prediction_id, graded.system_id, graded.model_version, graded.batch_id, graded.model_sha256,
  graded.player_lookup, graded.player_name, graded.game_id, graded.team_abbr, graded.opponent_team_abbr,
  graded.predicted_points, graded.confidence_score, graded.confidence_decile, graded.recommendation,
  graded.is_actionable, graded.filter_reason, graded.line_value, graded.line_source, graded.line_bookmaker,
  graded.over_price, graded.under_price, graded.feature_quality_score, graded.data_quality_tier,
  graded.actual_points, graded.minutes_played, graded.absolute_error, graded.signed_error, graded.within_3_points,
  graded.within_5_points, graded.predicted_margin, graded.actual_margin, graded.prediction_correct,
  graded.is_voided, graded.void_reason, graded.pre_game_injury_flag, graded.pre_game_injury_status, graded.is_backfill,
  @grading_run,
  @graded_at
)
