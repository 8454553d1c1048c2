-- BigQuery requires a filter of the date. This one has every date since the league's first game.
SELECT MAX(game_date) AS game_date FROM nba_predictions.prediction_accuracy WHERE game_date >= DATE '1946-11-01'
