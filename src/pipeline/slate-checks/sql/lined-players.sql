-- The players with a standard line on @game_date that was known at @as_of, grouped by what is wrong with the line. Players without a problem form one
-- group. Every other group has one name.
--
-- A player's team is that of his newest game in two years, or of a newer report, as in features/sql/roster. A line without a time counts as known at @noon_at. A line
-- is old when it was last seen more than @old_after_hours before @as_of, or before the tip-off if that is earlier.
WITH
games AS (
  SELECT game_id, home_team AS team, tipoff_utc FROM nba_raw.schedule WHERE game_date = @game_date
  UNION ALL
  SELECT game_id, away_team, tipoff_utc FROM nba_raw.schedule WHERE game_date = @game_date
),
lined AS (
  SELECT
    player_lookup, MIN(player_name) AS player_name, COUNT(*) AS line_rows, MIN(game_id) AS first_game_id, MAX(game_id) AS last_game_id,
    MAX(LEAST(COALESCE(last_seen_at, captured_at, @noon_at), @as_of)) AS seen_at
  FROM nba_raw.prop_lines
  WHERE game_date = @game_date AND LOWER(COALESCE(line_type, 'standard')) = 'standard' AND COALESCE(captured_at, @noon_at) <= @as_of
  GROUP BY player_lookup
),
newest AS (
  SELECT player_lookup, team, game_date AS seen_on
  FROM nba_raw.player_game_logs
  WHERE game_date < @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL 730 DAY) AND player_lookup IN (SELECT player_lookup FROM lined)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY game_date DESC NULLS LAST) = 1
),
reports AS (
  SELECT player_lookup, team, CAST(report_at AS DATE) AS reported_on
  FROM nba_raw.injuries
  WHERE game_date = @game_date AND report_at <= @as_of AND LOWER(status) <> 'not submitted'
  QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY report_at DESC NULLS LAST) = 1
),
examined AS (
  SELECT
    lined.player_name, lined.line_rows,
    CASE
      WHEN STARTS_WITH(lined.player_lookup, 'unmatched:') THEN 'ambiguous_player'
      -- A rookie, or a player who may have changed teams because he has not played for 60 days, is predicted for the game of his line.
      WHEN people.player_lookup IS NOT NULL AND COALESCE(newest.seen_on, DATE '1900-01-01') < DATE_SUB(@game_date, INTERVAL 60 DAY)
        AND line_games.game_id IS NOT NULL THEN 'none'
      WHEN newest.team IS NULL AND reports.team IS NULL THEN 'unknown_player'
      WHEN games.team IS NULL THEN 'no_game'
      WHEN lined.first_game_id <> games.game_id OR lined.last_game_id <> games.game_id THEN 'other_game'
      ELSE 'none'
    END AS problem,
    lined.seen_at < TIMESTAMP_SUB(LEAST(@as_of, COALESCE(games.tipoff_utc, @as_of)), INTERVAL (@old_after_hours) HOUR) AS is_old
  FROM lined
  LEFT JOIN newest ON newest.player_lookup = lined.player_lookup
  LEFT JOIN reports ON reports.player_lookup = lined.player_lookup
  LEFT JOIN (SELECT DISTINCT player_lookup FROM nba_raw.players) AS people ON people.player_lookup = lined.player_lookup
  LEFT JOIN (SELECT DISTINCT game_id FROM games) AS line_games
    ON line_games.game_id = lined.first_game_id AND line_games.game_id = lined.last_game_id
  LEFT JOIN games
    ON games.team = CASE
      WHEN reports.team IS NOT NULL AND (newest.seen_on IS NULL OR reports.reported_on > newest.seen_on) THEN reports.team
      ELSE newest.team
    END
)
SELECT
  problem,
  CASE WHEN problem <> 'none' THEN player_name END AS value,
  CAST(COUNT(*) AS INT64) AS players,
  CAST(SUM(line_rows) AS INT64) AS row_count,
  CAST(COUNTIF(is_old) AS INT64) AS old_players
FROM examined
GROUP BY problem, value
ORDER BY row_count DESC NULLS LAST, value NULLS FIRST
