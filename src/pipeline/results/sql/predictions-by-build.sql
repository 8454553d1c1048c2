-- The number of active predictions of a date for each commit of the code that made them.
SELECT build_commit_sha, COUNT(*) AS predictions
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
GROUP BY build_commit_sha
