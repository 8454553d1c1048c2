-- The mean absolute error of every model and of @headline_model, over the player-games of a period that both predicted before
-- the tip-off.
SELECT
  other.system_id, COUNT(*) AS players, AVG(other.absolute_error) AS mae, AVG(headline.absolute_error) AS headline_mae
FROM nba_predictions.prediction_accuracy AS other
INNER JOIN nba_predictions.prediction_accuracy AS headline
  ON headline.game_date = other.game_date
  AND headline.game_id = other.game_id
  AND headline.player_lookup = other.player_lookup
  AND headline.system_id = @headline_model
  AND headline.game_date >= @first_date AND headline.game_date <= @last_date
WHERE other.game_date >= @first_date AND other.game_date <= @last_date
  AND other.system_id <> @headline_model AND NOT COALESCE(other.is_backfill, FALSE)
  AND other.absolute_error IS NOT NULL AND headline.absolute_error IS NOT NULL
GROUP BY other.system_id
ORDER BY other.system_id NULLS LAST
