SELECT MAX(game_date) AS game_date FROM nba_predictions.prediction_accuracy
