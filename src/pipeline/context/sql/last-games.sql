-- The last five games before a date that a player played, newest first: those of @player_lookup, or without it those of every player with an active
-- prediction for the date. Games of the last 200 days count, so that a season's first weeks show the games of the season before.
SELECT player_lookup, game_date, opponent, is_home, points, minutes
FROM nba_raw.player_game_logs
WHERE game_date < @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL 200 DAY) AND minutes > 0
  AND (
    player_lookup = @player_lookup
    OR (
      @player_lookup IS NULL
      AND player_lookup IN (
        SELECT player_lookup FROM nba_predictions.player_prop_predictions WHERE game_date = @game_date AND is_active
      )
    )
  )
QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY game_date DESC NULLS LAST, game_id DESC NULLS LAST) <= 5
ORDER BY player_lookup ASC NULLS LAST, game_date DESC NULLS LAST
