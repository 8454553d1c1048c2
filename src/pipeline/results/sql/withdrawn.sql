-- The players of a date whose predictions were withdrawn and who have no active ones.
SELECT withdrawn.player_lookup, MIN(withdrawn.player_name) AS player_name, MIN(withdrawn.team_abbr) AS team, MIN(withdrawn.invalidation_reason) AS reason
FROM nba_predictions.player_prop_predictions AS withdrawn
WHERE withdrawn.game_date = @game_date AND withdrawn.invalidation_reason IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM nba_predictions.player_prop_predictions AS active
    WHERE active.game_date = @game_date AND active.is_active AND active.player_lookup = withdrawn.player_lookup
  )
GROUP BY withdrawn.player_lookup
ORDER BY withdrawn.player_lookup NULLS LAST
