-- Records a pick. If the pick is already recorded, the statement changes nothing.
MERGE INTO nba_predictions.published_picks AS target
USING (SELECT @pick_id AS pick_id) AS shown
ON target.game_date = @game_date AND target.pick_id = shown.pick_id
WHEN NOT MATCHED THEN INSERT (
  game_date, pick_id, game_id, player_lookup, player_name, team, opponent, side, line, bookmaker, price, probability,
  expected_value, predicted_points, system_id, batch_id, generation, priced_at, shown_at, tipoff_at, recorded_at, state,
  withdrawn_at, is_sample
) VALUES (
  @game_date, shown.pick_id, @game_id, @player_lookup, @player_name, @team, @opponent, @side, @line, @bookmaker, @price, @probability,
  @expected_value, @predicted_points, @system_id, @batch_id, @generation, @priced_at, @shown_at, @tipoff_at, @recorded_at, @state,
  @withdrawn_at, @is_sample
)
