-- The players with active predictions for games from @from_date on that have not tipped by @now.
SELECT
  predictions.game_date, predictions.game_id, predictions.player_lookup,
  MIN(predictions.player_name) AS player_name, MIN(predictions.team_abbr) AS team, MIN(predictions.opponent_team_abbr) AS opponent,
  MAX(predictions.sequence) AS sequence
FROM nba_predictions.player_prop_predictions AS predictions
INNER JOIN (
  SELECT
    game_id, game_date,
    COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) AS tipped_at
  FROM nba_raw.schedule
  WHERE game_date >= @from_date
) AS games ON games.game_id = predictions.game_id AND games.game_date = predictions.game_date
WHERE predictions.game_date >= @from_date AND predictions.is_active AND games.tipped_at > @now
GROUP BY predictions.game_date, predictions.game_id, predictions.player_lookup
ORDER BY predictions.game_date NULLS LAST, predictions.player_lookup NULLS LAST
