SELECT pick_id
FROM nba_predictions.published_picks
WHERE game_date = @game_date
ORDER BY pick_id NULLS LAST
