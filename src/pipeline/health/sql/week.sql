-- The results of @headline_model for each graded game date of a period. A pick recommends OVER or UNDER.
SELECT
  game_date,
  CAST(COUNT(absolute_error) AS INT64) AS graded,
  AVG(absolute_error) AS mae,
  CAST(COUNT(CASE WHEN recommendation IN ('OVER', 'UNDER') AND prediction_correct THEN 1 END) AS INT64) AS won,
  CAST(COUNT(CASE WHEN recommendation IN ('OVER', 'UNDER') AND NOT prediction_correct THEN 1 END) AS INT64) AS lost,
  CAST(COUNT(CASE WHEN recommendation IN ('OVER', 'UNDER') AND is_voided THEN 1 END) AS INT64) AS voided
FROM nba_predictions.prediction_accuracy
WHERE game_date >= @first_date AND game_date <= @last_date AND system_id = @headline_model
GROUP BY game_date
ORDER BY game_date NULLS LAST
