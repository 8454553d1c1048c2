-- nba_raw.schedule from the schedule of the league. Only a game with the status 3 is final.
SELECT
  CONCAT(CAST(season_year AS STRING), '-', SUBSTR(CAST(season_year + 1 AS STRING), 3)) AS season,
  CASE WHEN is_playoffs THEN 'playoffs' ELSE 'regular' END AS season_type,
  game_date,
  CONCAT(FORMAT_DATE('%Y%m%d', game_date), '_', away_team_tricode, '_', home_team_tricode) AS game_id,
  home_team_tricode AS home_team,
  away_team_tricode AS away_team,
  CASE WHEN game_status = 3 THEN home_team_score END AS home_score,
  CASE WHEN game_status = 3 THEN away_team_score END AS away_score,
  CAST(NULL AS BOOL) AS neutral_site,
  game_date_est AS tipoff_utc,
  arena_name AS arena
FROM nba_raw.nbac_schedule
WHERE game_date >= DATE '2021-01-01' AND (is_regular_season OR is_playoffs)
