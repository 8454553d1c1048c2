-- Replaces the grades of one date's picks with those of one run, in one statement. A run changes nothing if a newer run has already written. The picks
-- themselves never change.
MERGE INTO nba_predictions.published_pick_grades AS target
USING (
  SELECT staged.pick_id, staged.result, staged.void_reason, staged.actual_points, staged.minutes_played, staged.profit_units
  FROM ${staging} AS staged
  WHERE NOT EXISTS (
    SELECT 1 FROM nba_predictions.published_pick_grades AS newer
    WHERE newer.game_date = @game_date AND newer.grading_run > @grading_run
  )
) AS graded
ON FALSE
WHEN NOT MATCHED BY SOURCE AND target.game_date = @game_date AND target.grading_run <= @grading_run THEN DELETE
WHEN NOT MATCHED THEN INSERT (
  game_date, pick_id, result, void_reason, actual_points, minutes_played, profit_units, grading_run, graded_at
) VALUES (
  @game_date, graded.pick_id, graded.result, graded.void_reason, graded.actual_points, graded.minutes_played, graded.profit_units, @grading_run, @graded_at
)
