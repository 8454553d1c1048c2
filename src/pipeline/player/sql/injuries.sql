-- The newest report about each player for the game date, among the reports known at the given moment.
SELECT player_lookup, status
FROM nba_raw.injuries
WHERE game_date = @game_date AND report_at <= @known_at AND LOWER(status) <> 'not submitted'
QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY report_at DESC NULLS LAST) = 1
