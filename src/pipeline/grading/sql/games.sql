-- The games of a date's active predictions: the published ones, those of a backfill, or all if @is_backfill is null. A game is final when its score is known and equals the sum of its players' points for both teams. If the
-- box score lacked a player, grading would treat him as a player who did not play.
SELECT
  predicted.game_id, games.home_team, games.away_team,
  CASE
    WHEN games.game_id IS NULL THEN 'moved'
    WHEN games.home_score IS NULL OR games.away_score IS NULL THEN 'not_over'
    WHEN home.points IS NULL AND away.points IS NULL THEN 'no_box_score'
    WHEN home.points = games.home_score AND away.points = games.away_score THEN 'final'
    ELSE 'box_score_not_whole'
  END AS state
FROM (
  SELECT DISTINCT game_id
  FROM nba_predictions.player_prop_predictions
  WHERE game_date = @game_date AND is_active AND COALESCE(is_backfill, FALSE) = COALESCE(@is_backfill, is_backfill, FALSE)
) AS predicted
LEFT JOIN (
  SELECT
    listed.game_id, listed.home_team, listed.away_team,
    COALESCE(listed.home_score, home_box.points) AS home_score,
    COALESCE(listed.away_score, away_box.points) AS away_score
  FROM nba_raw.schedule AS listed
  LEFT JOIN nba_raw.team_box_scores AS home_box
    ON home_box.game_date = @game_date AND home_box.game_id = listed.game_id AND home_box.team = listed.home_team
  LEFT JOIN nba_raw.team_box_scores AS away_box
    ON away_box.game_date = @game_date AND away_box.game_id = listed.game_id AND away_box.team = listed.away_team
  WHERE listed.game_date = @game_date
) AS games ON games.game_id = predicted.game_id
LEFT JOIN (
  SELECT game_id, team, SUM(points) AS points FROM nba_raw.player_game_logs WHERE game_date = @game_date GROUP BY game_id, team
) AS home ON home.game_id = games.game_id AND home.team = games.home_team
LEFT JOIN (
  SELECT game_id, team, SUM(points) AS points FROM nba_raw.player_game_logs WHERE game_date = @game_date GROUP BY game_id, team
) AS away ON away.game_id = games.game_id AND away.team = games.away_team
ORDER BY predicted.game_id NULLS LAST
