-- The games of a date that have tipped by @now and have predictions from before their tip-off, as in batch/sql/merge. Games with rows of the generation
-- @generation of @batch_id are left out, because that generation was published before their tip-off.
SELECT games.game_id, games.home_team, games.away_team, games.tipped_at
FROM (
  SELECT
    game_id, home_team, away_team,
    COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) AS tipped_at
  FROM nba_raw.schedule
  WHERE game_date = @game_date
) AS games
WHERE games.tipped_at <= @now
  AND EXISTS (
    SELECT 1 FROM nba_predictions.player_prop_predictions AS published
    WHERE published.game_date = @game_date AND published.game_id = games.game_id
      AND NOT COALESCE(published.is_backfill, published.created_at >= games.tipped_at)
  )
  AND NOT EXISTS (
    SELECT 1 FROM nba_predictions.player_prop_predictions AS own
    WHERE own.game_date = @game_date AND own.game_id = games.game_id AND own.batch_id = @batch_id AND own.generation = @generation
  )
ORDER BY games.tipped_at NULLS LAST, games.game_id NULLS LAST
