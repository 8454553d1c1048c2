-- Withdraws the active predictions of a player up to @sequence, unless the game has tipped by @now.
UPDATE nba_predictions.player_prop_predictions
SET
  is_active = FALSE, invalidation_reason = 'player_out', invalidated_by = @withdrawal_id, invalidated_at = @withdrawn_at, updated_at = @withdrawn_at
WHERE game_date = @game_date AND player_lookup = @player_lookup AND game_id = @game_id AND is_active AND sequence <= @sequence
  AND game_id IN (
    SELECT game_id
    FROM nba_raw.schedule
    WHERE game_date = @game_date
      AND COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) > @now
  )
