-- Forecasts for the players of @build_id, used by features/sql/build: shots, minutes, role, team-mates and opponent.
-- Deletes rows of other builds that are older than an hour.
--
-- The statement respects points in time: it reads box scores only of games before the row's date. Games with 0 minutes are ignored.
--
-- `ew_10` is an exponentially weighted mean over the last thirty games: a game has half the weight of one played ten games later. The sums use
-- weights that double every ten games and are divided by the newest weight, which gives the same result.
MERGE INTO nba_precompute.build_forecasts AS stored
USING (
  WITH
  roster AS (
    SELECT game_date, season, team, opponent, is_home, team_is_known, player_lookup, report_severity, is_out FROM nba_precompute.build_rosters WHERE build_id = @build_id
  ),
  -- Each game appears twice, once from the view of each team.
  nights AS (
    SELECT game_date, season, team FROM roster
    UNION DISTINCT
    SELECT game_date, season, opponent FROM roster
  ),

  team_games AS (
    SELECT
      team, season, game_date, game_id, points - opp_points AS margin,
      CASE WHEN incomplete IS TRUE OR game_minutes_est <= 0 THEN NULL ELSE (fga + 0.44 * fta + turnovers) / game_minutes_est END AS plays_a_minute,
      ROW_NUMBER() OVER (PARTITION BY team ORDER BY game_date NULLS FIRST) AS game,
      ROW_NUMBER() OVER (PARTITION BY team, season ORDER BY game_date NULLS FIRST) AS season_game,
      LEAD(game_date) OVER (PARTITION BY team ORDER BY game_date NULLS FIRST) AS next_date
    FROM nba_raw.team_box_scores AS boxes
    WHERE game_date < @to_date
      AND NOT EXISTS (SELECT 1 FROM nba_raw.left_out_team_games AS unequal WHERE unequal.game_id = boxes.game_id AND unequal.team = boxes.team)
  ),

  -- The state of each player after each game, and his surprise. The surprise is the points he scored above the expectation for his minutes. The
  -- expectation comes from the thirty games before and is shrunk towards 0.45 points per minute with the weight of thirty minutes. Later steps ignore
  -- games that are a year old or older.
  form AS (
    SELECT
      player_lookup, season, game_date, game_id, team, opponent, minutes, points, team_game, game, next_date, next_game_id, next_team,
      AVG(points) OVER last_10 AS points_10,
      AVG(minutes) OVER last_10 AS minutes_10,
      points - minutes * (SUM(POW(2, game / 15) * points) OVER before_30 + 0.45 * 30 * POW(2, (game - 1) / 15))
        / (SUM(POW(2, game / 15) * minutes) OVER before_30 + 30 * POW(2, (game - 1) / 15)) AS surplus
    FROM (
      SELECT
        logs.player_lookup, logs.season, logs.game_date, logs.game_id, logs.team, logs.opponent, logs.minutes, logs.points,
        teams.season_game AS team_game,
        ROW_NUMBER() OVER (PARTITION BY logs.player_lookup ORDER BY logs.game_date NULLS FIRST) AS game,
        LEAD(logs.game_date) OVER (PARTITION BY logs.player_lookup ORDER BY logs.game_date NULLS FIRST) AS next_date,
        LEAD(logs.game_id) OVER (PARTITION BY logs.player_lookup ORDER BY logs.game_date NULLS FIRST) AS next_game_id,
        LEAD(logs.team) OVER (PARTITION BY logs.player_lookup ORDER BY logs.game_date NULLS FIRST) AS next_team
      FROM nba_raw.player_game_logs AS logs
      LEFT JOIN team_games AS teams ON teams.game_id = logs.game_id AND teams.team = logs.team
      WHERE logs.minutes > 0 AND logs.game_date < @to_date
        AND NOT EXISTS (SELECT 1 FROM nba_raw.left_out_team_games AS unequal WHERE unequal.game_id = logs.game_id AND unequal.team = logs.team)
      QUALIFY ROW_NUMBER() OVER (PARTITION BY logs.player_lookup ORDER BY logs.game_date NULLS FIRST)
        > COUNT(CASE WHEN logs.game_date < DATE_SUB(@from_date, INTERVAL 365 DAY) THEN 1 END) OVER (PARTITION BY logs.player_lookup) - 30
    ) AS played
    WINDOW
      last_10 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 9 PRECEDING AND CURRENT ROW),
      before_30 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 30 PRECEDING AND 1 PRECEDING)
  ),

  -- Details of the players of these dates. Shooting skill is measured over 82 games and shrunk towards the league average with the weight of 60 twos,
  -- 100 threes and 30 free throws. No other window is as long as these 82 games.
  played AS (
    SELECT
      recent.player_lookup, recent.season, recent.game_date, recent.minutes, recent.points,
      CASE WHEN recent.has_shots THEN recent.fga - recent.fg3a END AS twos,
      CASE WHEN recent.has_shots THEN recent.fgm - recent.fg3m END AS twos_made,
      CASE WHEN recent.has_shots THEN recent.fg3a END AS threes,
      CASE WHEN recent.has_shots THEN recent.fg3m END AS threes_made,
      CASE WHEN recent.has_shots THEN recent.fta END AS free_throws,
      CASE WHEN recent.has_shots THEN recent.ftm END AS free_throws_made,
      CASE WHEN recent.has_shots THEN 1 END AS counted,
      CASE WHEN recent.starter THEN 1 WHEN NOT recent.starter THEN 0 END AS started,
      CASE WHEN teams.plays_a_minute IS NOT NULL THEN recent.fga + 0.44 * recent.fta + recent.turnovers END AS plays_used,
      CASE WHEN recent.fga + recent.fta + recent.turnovers IS NOT NULL THEN teams.plays_a_minute * recent.minutes END AS plays_seen,
      recent.game
    FROM (
      SELECT
        *, fga + fgm + fg3a + fg3m + fta + ftm IS NOT NULL AS has_shots,
        ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST) AS game
      FROM nba_raw.player_game_logs AS logs
      WHERE minutes > 0 AND game_date < @to_date AND player_lookup IN (SELECT player_lookup FROM roster)
        AND NOT EXISTS (SELECT 1 FROM nba_raw.left_out_team_games AS unequal WHERE unequal.game_id = logs.game_id AND unequal.team = logs.team)
      QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST)
        > COUNT(CASE WHEN game_date < @from_date THEN 1 END) OVER (PARTITION BY player_lookup) - 82
    ) AS recent
    LEFT JOIN team_games AS teams ON teams.game_id = recent.game_id AND teams.team = recent.team
  ),
  shooting AS (
    SELECT
      player_lookup, game_date, LEAD(game_date) OVER career AS next_date, minutes AS minutes_last_game,
      SUM(POW(2, game / 20) * points) OVER last_30 / SUM(POW(2, game / 20)) OVER last_30 AS points_ew_20,
      AVG(minutes) OVER last_3 AS minutes_3,
      SUM(POW(2, game / 2) * minutes) OVER last_30 / SUM(POW(2, game / 2)) OVER last_30 AS minutes_ew_2,
      SUM(POW(2, game / 10) * minutes) OVER last_30 / SUM(POW(2, game / 10)) OVER last_30 AS minutes_ew_10,
      100 * SUM(POW(2, game / 10) * plays_used) OVER last_30 / NULLIF(SUM(POW(2, game / 10) * plays_seen) OVER last_30, 0) AS usage_ew_10,
      AVG(started) OVER last_5_this_season AS starts_share_last_5,
      (COALESCE(SUM(twos_made) OVER last_82, 0) + 0.53 * 60) / (COALESCE(SUM(twos) OVER last_82, 0) + 60) AS two_rate,
      (COALESCE(SUM(threes_made) OVER last_82, 0) + 0.35 * 100) / (COALESCE(SUM(threes) OVER last_82, 0) + 100) AS three_rate,
      (COALESCE(SUM(free_throws_made) OVER last_82, 0) + 0.77 * 30) / (COALESCE(SUM(free_throws) OVER last_82, 0) + 30) AS free_throw_rate,
      SUM(POW(2, game / 5) * twos) OVER last_30 AS twos_5,
      SUM(POW(2, game / 5) * threes) OVER last_30 AS threes_5,
      SUM(POW(2, game / 5) * free_throws) OVER last_30 AS free_throws_5,
      SUM(POW(2, game / 5) * counted) OVER last_30 AS weight_5,
      SUM(POW(2, game / 10) * twos) OVER last_30 / POW(2, game / 10) AS twos_10,
      SUM(POW(2, game / 10) * threes) OVER last_30 / POW(2, game / 10) AS threes_10,
      SUM(POW(2, game / 10) * free_throws) OVER last_30 / POW(2, game / 10) AS free_throws_10,
      SUM(POW(2, game / 10) * counted * minutes) OVER last_30 / POW(2, game / 10) AS shot_minutes_10
    FROM played
    WINDOW
      career AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST),
      last_3 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW),
      last_30 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 29 PRECEDING AND CURRENT ROW),
      last_82 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 81 PRECEDING AND CURRENT ROW),
      last_5_this_season AS (PARTITION BY player_lookup, season ORDER BY game_date NULLS FIRST ROWS BETWEEN 4 PRECEDING AND CURRENT ROW)
  ),
  shots AS (
    SELECT
      shooting.*,
      (2 * two_rate * twos_5 + 3 * three_rate * threes_5 + free_throw_rate * free_throws_5) / NULLIF(weight_5, 0) AS shot_points_ew_5,
      (COALESCE(2 * two_rate * twos_10 + 3 * three_rate * threes_10 + free_throw_rate * free_throws_10, 0) + 0.45 * 30)
        / (COALESCE(shot_minutes_10, 0) + 30) AS shot_points_per_minute_ew_10
    FROM shooting
    WHERE COALESCE(next_date, @to_date) >= @from_date
  ),

  -- The points that each team allowed above the expectation for its opponents' minutes, and the team's average margin.
  allowed AS (
    SELECT opponent AS team, game_id, SUM(surplus) AS surplus, SUM(minutes) AS minutes
    FROM form
    WHERE surplus IS NOT NULL
    GROUP BY opponent, game_id
  ),
  team_form AS (
    SELECT
      team_games.team, team_games.season, team_games.game_date, team_games.next_date, team_games.season_game,
      SUM(POW(2, game / 15) * margin) OVER last_30 / (SUM(POW(2, game / 15)) OVER last_30 + 4 * POW(2, game / 15)) AS strength,
      36 * COALESCE(SUM(POW(2, game / 12) * surplus) OVER last_30, 0)
        / (COALESCE(SUM(POW(2, game / 12) * minutes) OVER last_30, 0) + 960 * POW(2, game / 12)) AS points_allowed
    FROM team_games
    LEFT JOIN allowed ON allowed.team = team_games.team AND allowed.game_id = team_games.game_id
    WINDOW last_30 AS (PARTITION BY team_games.team ORDER BY team_games.game_date NULLS FIRST ROWS BETWEEN 29 PRECEDING AND CURRENT ROW)
  ),
  team_nights AS (
    SELECT
      nights.game_date, nights.team, nights.season,
      COALESCE(team_form.strength, 0) AS strength, COALESCE(team_form.points_allowed, 0) AS points_allowed,
      CASE WHEN team_form.season = nights.season THEN team_form.season_game ELSE 0 END + 1 AS team_game
    FROM nights
    LEFT JOIN (
      SELECT nights.game_date AS night, team_form.*
      FROM nights
      INNER JOIN team_form
        ON team_form.team = nights.team AND team_form.game_date < nights.game_date
        AND nights.game_date <= COALESCE(team_form.next_date, nights.game_date)
    ) AS team_form ON team_form.team = nights.team AND team_form.night = nights.game_date
  ),

  -- The regular players of each team before each of its games. A regular player's newest game was for this team, in this season, at most ten team
  -- games ago, and he averaged at least twelve minutes. `missed` is the number of consecutive team games that he has missed.
  men AS (
    SELECT
      games.team, games.game_date, games.game_id, form.player_lookup, form.points_10, games.team_game - form.team_game - 1 AS missed,
      COALESCE(form.next_game_id <> games.game_id OR form.next_team <> form.team, TRUE) AS did_not_play
    FROM (
      SELECT team, season, game_date, game_id, season_game AS team_game
      FROM team_games
      WHERE game_date >= DATE_SUB(@from_date, INTERVAL 300 DAY)
      UNION ALL
      SELECT team, season, game_date, NULL, team_game FROM team_nights
    ) AS games
    INNER JOIN form
      ON form.team = games.team AND form.season = games.season
      AND form.game_date < games.game_date AND games.game_date <= COALESCE(form.next_date, games.game_date)
      AND games.team_game - form.team_game <= 10 AND form.minutes_10 >= 12
  ),
  -- The chance that a player misses the game. It comes from his newest report, or without one from the games he missed in a row. The chances were
  -- measured over three seasons.
  tonight AS (
    SELECT
      men.*,
      men.points_10 * CASE
        WHEN roster.is_out THEN 1 WHEN roster.report_severity <= 1 THEN 0.05
        WHEN men.missed = 0 THEN 0.08 WHEN men.missed = 1 THEN 0.49 WHEN men.missed = 2 THEN 0.68 WHEN men.missed = 3 THEN 0.76
        WHEN men.missed = 4 THEN 0.82 ELSE 0.87
      END AS points_at_risk
    FROM men
    LEFT JOIN roster ON roster.player_lookup = men.player_lookup AND roster.game_date = men.game_date
    WHERE men.game_id IS NULL
  ),
  -- For each team and game, the points that the absent players usually score.
  missing AS (
    SELECT team, game_id, SUM(CASE WHEN did_not_play THEN points_10 ELSE 0 END) AS points
    FROM men
    WHERE game_id IS NOT NULL
    GROUP BY team, game_id
  ),
  usual AS (
    SELECT
      form.player_lookup, form.game_date,
      SUM(POW(2, form.game / 4) * COALESCE(missing.points, 0)) OVER last_10 / SUM(POW(2, form.game / 4)) OVER last_10 AS missing_points
    FROM form
    INNER JOIN team_games ON team_games.team = form.team AND team_games.game_id = form.game_id
    LEFT JOIN missing ON missing.team = form.team AND missing.game_id = form.game_id
    WHERE form.game_date >= DATE_SUB(@from_date, INTERVAL 300 DAY)
    WINDOW last_10 AS (PARTITION BY form.player_lookup, form.season ORDER BY form.game_date NULLS FIRST ROWS BETWEEN 9 PRECEDING AND CURRENT ROW)
  ),
  standing AS (
    SELECT roster.game_date AS night, roster.team AS night_team, form.*
    FROM roster
    INNER JOIN form
      ON form.player_lookup = roster.player_lookup AND form.game_date < roster.game_date
      AND roster.game_date <= COALESCE(form.next_date, roster.game_date)
  ),
  mates AS (
    SELECT
      standing.night, standing.player_lookup,
      SUM(tonight.points_at_risk) AS points_at_risk,
      SUM(CASE WHEN tonight.missed = 1 THEN tonight.points_10 ELSE 0 END) AS newly_missing_points,
      SUM(CASE WHEN tonight.missed = 0 AND tonight.points_10 > standing.points_10 THEN 1 ELSE 0 END) AS scoring_more
    FROM standing
    INNER JOIN tonight
      ON tonight.team = standing.night_team AND tonight.game_date = standing.night AND tonight.player_lookup <> standing.player_lookup
    GROUP BY standing.night, standing.player_lookup
  )

  SELECT
    @build_id AS build_id, @built_at AS built_at, '' AS no_build, roster.game_date, roster.player_lookup,
    shots.shot_points_ew_5, shots.shot_points_per_minute_ew_10,
    (0.35 * shots.minutes_last_game + 0.35 * shots.minutes_3 + 0.30 * shots.minutes_ew_10) * shots.shot_points_per_minute_ew_10 AS projected_points,
    shots.points_ew_20, shots.minutes_last_game, shots.minutes_ew_2, shots.minutes_ew_10, shots.usage_ew_10,
    CASE WHEN standing.season = roster.season THEN shots.starts_share_last_5 END AS starts_share_last_5,
    LEAST(60, UNIX_DATE(roster.game_date) - UNIX_DATE(standing.game_date)) AS days_since_last_game,
    CASE WHEN standing.season = roster.season THEN COALESCE(mates.points_at_risk, 0) - usual.missing_points END
      AS teammates_missing_points_vs_usual,
    CASE WHEN standing.season IS NOT NULL THEN COALESCE(mates.newly_missing_points, 0) END AS teammates_newly_missing_points,
    CASE WHEN standing.season IS NOT NULL THEN COALESCE(mates.scoring_more, 0) END AS teammates_scoring_more,
    other.points_allowed AS opponent_points_allowed_above_expected,
    own.strength - other.strength + CASE WHEN NOT roster.team_is_known THEN 0 WHEN roster.is_home THEN 2.2 ELSE -2.2 END AS expected_margin
  FROM roster
  INNER JOIN team_nights AS own ON own.team = roster.team AND own.game_date = roster.game_date
  INNER JOIN team_nights AS other ON other.team = roster.opponent AND other.game_date = roster.game_date
  LEFT JOIN standing ON standing.player_lookup = roster.player_lookup AND standing.night = roster.game_date
  LEFT JOIN shots ON shots.player_lookup = standing.player_lookup AND shots.game_date = standing.game_date
  LEFT JOIN usual ON usual.player_lookup = standing.player_lookup AND usual.game_date = standing.game_date
  LEFT JOIN mates ON mates.player_lookup = standing.player_lookup AND mates.night = standing.night
) AS built
-- No build has an empty id, so this condition never matches. (With FALSE, DuckDB compares every pair of rows.)
ON stored.build_id = built.no_build
WHEN NOT MATCHED BY SOURCE AND stored.built_at < TIMESTAMP_SUB(@built_at, INTERVAL 1 HOUR) THEN DELETE
WHEN NOT MATCHED THEN INSERT (
  build_id, built_at, game_date, player_lookup, shot_points_ew_5, shot_points_per_minute_ew_10, projected_points, points_ew_20, minutes_last_game,
  minutes_ew_2, minutes_ew_10, usage_ew_10, starts_share_last_5, days_since_last_game, teammates_missing_points_vs_usual,
  teammates_newly_missing_points, teammates_scoring_more, opponent_points_allowed_above_expected, expected_margin
)
VALUES (
  built.build_id, built.built_at, built.game_date, built.player_lookup, built.shot_points_ew_5, built.shot_points_per_minute_ew_10,
  built.projected_points, built.points_ew_20, built.minutes_last_game, built.minutes_ew_2, built.minutes_ew_10, built.usage_ew_10,
  built.starts_share_last_5, built.days_since_last_game, built.teammates_missing_points_vs_usual, built.teammates_newly_missing_points,
  built.teammates_scoring_more, built.opponent_points_allowed_above_expected, built.expected_margin
)
