-- Stages the stored rows of the file's dates that the file no longer has. The merge deletes them. A file with fewer than five players of each team
-- is not the box score of its date. On such a date, the rows of games with a final score stay.
INSERT INTO ${staging} (game_id, player_id, player_name, team, game_date, taken_back)
SELECT T.game_id, T.player_id, T.player_name, T.team, T.game_date, 'replaced'
FROM nba_raw.player_game_logs AS T
WHERE T.game_date IN (SELECT game_date FROM ${staging})
  AND NOT EXISTS (SELECT 1 FROM ${staging} AS S WHERE S.game_id = T.game_id AND S.player_id = T.player_id)
  AND (
    T.game_date IN (SELECT game_date FROM ${staging} GROUP BY game_date, game_id, team HAVING COUNT(*) >= 5)
    OR NOT EXISTS (
      SELECT 1 FROM nba_raw.schedule AS games WHERE games.game_id = T.game_id AND games.home_score IS NOT NULL AND games.away_score IS NOT NULL
    )
    AND NOT EXISTS (SELECT 1 FROM nba_raw.team_box_scores AS boxes WHERE boxes.game_id = T.game_id AND boxes.team = T.team)
  )
