-- The picks of the ledger from @from_date to @to_date, or up to @to_date if @from_date is null, each with its result, the newest first.
SELECT
  picks.game_date, picks.player_lookup, picks.player_name, picks.team, picks.opponent, picks.side, picks.line, picks.bookmaker, picks.price,
  picks.probability, picks.expected_value, picks.predicted_points, picks.system_id, picks.state,
  grades.result, grades.void_reason, grades.actual_points, grades.profit_units
FROM nba_predictions.published_picks AS picks
LEFT JOIN nba_predictions.published_pick_grades AS grades
  ON grades.game_date <= @to_date AND grades.game_date = picks.game_date AND grades.pick_id = picks.pick_id
WHERE (@from_date IS NULL OR picks.game_date >= @from_date) AND picks.game_date <= @to_date AND picks.is_sample = @is_sample
ORDER BY picks.game_date DESC NULLS LAST, picks.tipoff_at DESC NULLS LAST, picks.expected_value DESC NULLS LAST, picks.pick_id ASC NULLS LAST
