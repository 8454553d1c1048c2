-- Replaces the feature rows of the dates from @from_date to @to_date in one statement. The players come from features/sql/roster and the
-- forecasts from features/sql/forecast, both for the build @build_id.
--
-- Point in time: box scores are read only for games before the row's date. Of games older than any relevant season, each player's last thirty are
-- kept for the windows. A limit by date alone would make the row of one date depend on the other dates of the build.
--
-- Windows count the games a player played, newest first. A game with 0 minutes counts in no window, but it shows his team. The season average uses this
-- season only. Early in a season, windows of five and ten games include games of the previous season. Where this season has no value, the row uses
-- last season's. `last_season_features` names both kinds, and their quality is that of a second source. `assumed_features` names the features with the
-- usual value of the player's role, and those of a player whose team is unknown. Any other value without one of its inputs is NULL, and so is a
-- division by zero. Stored values are rounded to six decimals, so that the order of parallel sums cannot change a prediction.
MERGE INTO nba_predictions.ml_feature_store_v2 AS stored
USING (
  WITH
  roster AS (SELECT * FROM nba_precompute.build_rosters WHERE build_id = @build_id),
  -- The games with a player whose team is unknown, as the roster names them.
  open_games AS (
    SELECT DISTINCT roster.game_date, roster.season, roster.team, roster.opponent, games.home_team, games.away_team
    FROM roster
    INNER JOIN nba_raw.schedule AS games ON games.game_id = roster.game_id
    WHERE NOT roster.team_is_known
  ),
  -- Each game appears twice, once from the view of each team.
  nights AS (
    SELECT game_date, season, team, opponent FROM roster WHERE team_is_known
    UNION DISTINCT
    SELECT game_date, season, opponent, team FROM roster WHERE team_is_known
    UNION DISTINCT
    SELECT game_date, season, home_team, away_team FROM open_games
    UNION DISTINCT
    SELECT game_date, season, away_team, home_team FROM open_games
  ),

  team_games AS (
    SELECT
      team, season, game_date, game_id, team_won, points, opp_points,
      CASE WHEN incomplete IS TRUE OR opp_points IS NULL THEN NULL ELSE possessions_est END AS possessions,
      CASE WHEN incomplete IS TRUE OR possessions_est IS NULL THEN NULL ELSE game_minutes_est END AS game_minutes,
      CASE WHEN incomplete IS TRUE OR game_minutes_est <= 0 THEN NULL ELSE (fga + 0.44 * fta + turnovers) / game_minutes_est END AS plays_a_minute,
      ROW_NUMBER() OVER (PARTITION BY team, season ORDER BY game_date NULLS FIRST) AS team_game,
      LEAD(game_date) OVER (PARTITION BY team ORDER BY game_date NULLS FIRST) AS next_date
    FROM nba_raw.team_box_scores AS boxes
    WHERE game_date < @to_date
      AND NOT EXISTS (SELECT 1 FROM nba_raw.left_out_team_games AS unequal WHERE unequal.game_id = boxes.game_id AND unequal.team = boxes.team)
  ),
  team_windows AS (
    SELECT
      team, season, game_date, game_id, next_date, team_game,
      COUNT(possessions) OVER last_10 AS known_10,
      48 * SUM(CASE WHEN game_minutes IS NOT NULL THEN possessions END) OVER last_10 / NULLIF(SUM(game_minutes) OVER last_10, 0) AS pace_10,
      48 * SUM(CASE WHEN game_minutes IS NOT NULL THEN possessions END) OVER last_15 / NULLIF(SUM(game_minutes) OVER last_15, 0) AS pace_15,
      100 * SUM(CASE WHEN possessions IS NOT NULL THEN points END) OVER last_10 / NULLIF(SUM(possessions) OVER last_10, 0) AS off_rating_10,
      100 * SUM(CASE WHEN possessions IS NOT NULL THEN opp_points END) OVER last_15 / NULLIF(SUM(possessions) OVER last_15, 0) AS def_rating_15,
      100 * SUM(CASE WHEN possessions IS NOT NULL THEN opp_points END) OVER before_15 / NULLIF(SUM(possessions) OVER before_15, 0) AS def_rating_before,
      COUNT(*) OVER last_10 AS window_games,
      (SUM(CASE WHEN team_won THEN 1.0 WHEN NOT team_won THEN 0.0 END) OVER last_82 + 10) / (COUNT(team_won) OVER last_82 + 20) AS win_pct_82,
      COUNT(*) OVER last_82 AS games_82,
      CASE WHEN team_game >= 5 THEN AVG(CASE WHEN team_won IS TRUE THEN 1.0 WHEN team_won IS FALSE THEN 0.0 END) OVER this_season END AS win_pct,
      MIN(game_date) OVER last_10_this_season AS last_10_from
    FROM team_games
    WINDOW
      last_10 AS (PARTITION BY team ORDER BY game_date NULLS FIRST ROWS BETWEEN 9 PRECEDING AND CURRENT ROW),
      last_15 AS (PARTITION BY team ORDER BY game_date NULLS FIRST ROWS BETWEEN 14 PRECEDING AND CURRENT ROW),
      last_82 AS (PARTITION BY team ORDER BY game_date NULLS FIRST ROWS BETWEEN 81 PRECEDING AND CURRENT ROW),
      last_10_this_season AS (PARTITION BY team, season ORDER BY game_date NULLS FIRST ROWS BETWEEN 9 PRECEDING AND CURRENT ROW),
      before_15 AS (PARTITION BY team ORDER BY game_date NULLS FIRST ROWS BETWEEN 15 PRECEDING AND 1 PRECEDING),
      this_season AS (PARTITION BY team, season ORDER BY game_date NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  ),
  -- A source can stop giving shots, and then possessions are unknown. A window with fewer than five known games uses the team's last fuller window.
  team_form AS (
    SELECT
      * REPLACE (
        COALESCE(fuller_pace_10, pace_10) AS pace_10,
        COALESCE(fuller_pace_15, pace_15) AS pace_15,
        COALESCE(fuller_off_rating_10, off_rating_10) AS off_rating_10,
        COALESCE(fuller_def_rating_15, def_rating_15) AS def_rating_15
      ),
      known_10 < 5 AND window_games >= 5 AS plays_are_older
    FROM (
      SELECT
        *,
        LAST_VALUE(CASE WHEN known_10 >= 5 THEN pace_10 END IGNORE NULLS) OVER so_far AS fuller_pace_10,
        LAST_VALUE(CASE WHEN known_10 >= 5 THEN pace_15 END IGNORE NULLS) OVER so_far AS fuller_pace_15,
        LAST_VALUE(CASE WHEN known_10 >= 5 THEN off_rating_10 END IGNORE NULLS) OVER so_far AS fuller_off_rating_10,
        LAST_VALUE(CASE WHEN known_10 >= 5 THEN def_rating_15 END IGNORE NULLS) OVER so_far AS fuller_def_rating_15
      FROM team_windows
      WINDOW so_far AS (PARTITION BY team ORDER BY game_date NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ) AS windows
  ),
  team_state AS (
    SELECT
      nights.game_date AS night, team_form.team, team_form.pace_10, team_form.pace_15, team_form.off_rating_10, team_form.def_rating_15,
      team_form.window_games, team_form.plays_are_older,
      -- The team's wins in its last 82 games, shrunk towards one half with the weight of twenty games. It needs games of an earlier season.
      CASE WHEN team_form.season < nights.season OR team_form.games_82 > team_form.team_game THEN team_form.win_pct_82 END AS win_pct_before,
      CASE WHEN team_form.season = nights.season THEN team_form.win_pct END AS win_pct,
      CASE WHEN team_form.season = nights.season THEN team_form.team_game ELSE 0 END AS games,
      CASE WHEN team_form.season = nights.season THEN team_form.last_10_from END AS last_10_from
    FROM nights
    INNER JOIN team_form
      ON team_form.team = nights.team
      AND team_form.game_date < nights.game_date
      AND nights.game_date <= COALESCE(team_form.next_date, nights.game_date)
  ),
  -- The state of both teams before the game. For a player whose team is unknown, it is the mean of both sides.
  sides AS (
    SELECT
      nights.game_date, nights.team,
      own.pace_10 AS team_pace, own.off_rating_10 AS team_off_rating, own.win_pct AS team_win_pct, COALESCE(own.games, 0) AS team_games,
      own.win_pct_before AS team_win_pct_before, COALESCE(own.window_games, 0) AS team_window, own.last_10_from,
      other.pace_15 AS opponent_pace, other.def_rating_15 AS opponent_def_rating, COALESCE(other.games, 0) AS opponent_games,
      COALESCE(other.window_games, 0) AS opponent_window,
      COALESCE(own.plays_are_older, FALSE) AS team_plays_are_older, COALESCE(other.plays_are_older, FALSE) AS opponent_plays_are_older
    FROM nights
    LEFT JOIN team_state AS own ON own.team = nights.team AND own.night = nights.game_date
    LEFT JOIN team_state AS other ON other.team = nights.opponent AND other.night = nights.game_date
  ),
  matchups AS (
    SELECT * FROM sides
    UNION ALL
    SELECT
      open_games.game_date, open_games.team, AVG(sides.team_pace), AVG(sides.team_off_rating), AVG(sides.team_win_pct), MIN(sides.team_games),
      AVG(sides.team_win_pct_before), MIN(sides.team_window), NULL, AVG(sides.opponent_pace), AVG(sides.opponent_def_rating),
      MIN(sides.opponent_games), MIN(sides.opponent_window), COUNTIF(sides.team_plays_are_older) > 0, COUNTIF(sides.opponent_plays_are_older) > 0
    FROM open_games
    INNER JOIN sides ON sides.game_date = open_games.game_date AND sides.team IN (open_games.home_team, open_games.away_team)
    GROUP BY open_games.game_date, open_games.team
  ),

  played AS (
    SELECT
      logs.player_lookup, logs.season, logs.game_date, logs.team, logs.opponent, logs.minutes, logs.points, logs.ftm,
      logs.is_home, logs.starter, logs.game_id, teams.team_game, opponents.def_rating_before AS opponent_def_rating,
      CASE WHEN teams.plays_a_minute IS NOT NULL THEN logs.fga + 0.44 * logs.fta + logs.turnovers END AS plays_used,
      CASE WHEN logs.fga + logs.fta + logs.turnovers IS NOT NULL THEN teams.plays_a_minute * logs.minutes END AS plays_seen,
      logs.career_game, logs.games_before,
      ROW_NUMBER() OVER (PARTITION BY logs.player_lookup, logs.season ORDER BY logs.game_date NULLS FIRST) AS season_game,
      logs.previous_date, logs.next_date,
      UNIX_DATE(logs.game_date)
        - UNIX_DATE(LAG(logs.game_date) OVER (PARTITION BY logs.player_lookup, logs.season ORDER BY logs.game_date NULLS FIRST)) - 1 AS days_rest,
      AVG(logs.points) OVER before_5 - AVG(logs.points) OVER before_all AS rise,
      -- Whether the player scored 1.75 times the season average that he had before the game. An average of fewer than five games, or of 0, is not
      -- used.
      CASE
        WHEN COUNT(*) OVER before_all >= 5 AND SUM(logs.points) OVER before_all > 0
          THEN CASE WHEN logs.points * COUNT(*) OVER before_all >= 1.75 * SUM(logs.points) OVER before_all THEN 1 ELSE 0 END
      END AS broke_out
    FROM (
      SELECT
        *,
        ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST) AS career_game,
        LAG(game_date) OVER (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST) AS previous_date,
        LEAD(game_date) OVER (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST) AS next_date,
        COUNT(CASE WHEN game_date < DATE_SUB(@from_date, INTERVAL 365 DAY) THEN 1 END) OVER (PARTITION BY player_lookup) AS games_before
      FROM nba_raw.player_game_logs AS counted
      WHERE minutes > 0 AND game_date < @to_date AND player_lookup IN (SELECT player_lookup FROM roster)
        AND NOT EXISTS (SELECT 1 FROM nba_raw.left_out_team_games AS unequal WHERE unequal.game_id = counted.game_id AND unequal.team = counted.team)
      QUALIFY game_date >= DATE_SUB(@from_date, INTERVAL 700 DAY) OR career_game > games_before - 30
    ) AS logs
    LEFT JOIN team_games AS teams ON teams.game_id = logs.game_id AND teams.team = logs.team
    LEFT JOIN team_form AS opponents ON opponents.game_id = logs.game_id AND opponents.team = logs.opponent
    WINDOW
      before_5 AS (PARTITION BY logs.player_lookup, logs.season ORDER BY logs.game_date NULLS FIRST ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING),
      before_all AS (PARTITION BY logs.player_lookup, logs.season ORDER BY logs.game_date NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ),
  -- The state of the player after each game. Usage is his share of the team's plays (shots, trips to the line, turnovers) while on the floor.
  form AS (
    SELECT
      player_lookup, season, game_date, next_date, career_game, season_game, game_id, team, minutes, starter,
      AVG(points) OVER last_5 AS points_avg_last_5,
      AVG(points) OVER last_10 AS points_avg_last_10,
      AVG(points) OVER this_season AS points_avg_season,
      AVG(minutes) OVER this_season AS minutes_avg_season,
      STDDEV_SAMP(points) OVER last_10 AS points_std_last_10,
      MAX(points) OVER last_10 AS points_best_last_10,
      (LAG(points, 3) OVER career + LAG(points, 4) OVER career) / 2
        - (points + LAG(points, 1) OVER career + LAG(points, 2) OVER career) / 3 AS older_minus_newer,
      COUNT(ftm) OVER last_10 AS shooting_games,
      SUM(ftm) OVER last_10 / NULLIF(SUM(CASE WHEN ftm IS NOT NULL THEN points END) OVER last_10, 0) AS free_throw_share,
      COUNT(*) OVER last_10 AS window_games,
      AVG(minutes) OVER last_30 AS minutes_30,
      -- Points a game, shrunk towards what a player with his minutes usually scores (0.45 points a minute) with the weight of ten games.
      (SUM(points) OVER last_30 + 10 * 0.45 * AVG(minutes) OVER last_30) / (COUNT(*) OVER last_30 + 10) AS points_shrunk,
      SUM(points) OVER last_10 AS window_points,
      SUM(career_game * points) OVER last_10 AS window_moment,
      COUNT(plays_seen) OVER last_7 AS usage_games,
      100 * SUM(plays_used) OVER last_7 / NULLIF(SUM(plays_seen) OVER last_7, 0) AS usage_7,
      100 * SUM(plays_used) OVER last_3 / NULLIF(SUM(plays_seen) OVER last_3, 0) AS usage_3
    FROM played
    WHERE career_game > games_before - 30
    WINDOW
      career AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST),
      last_3 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW),
      last_5 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 4 PRECEDING AND CURRENT ROW),
      last_7 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 6 PRECEDING AND CURRENT ROW),
      last_10 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 9 PRECEDING AND CURRENT ROW),
      last_30 AS (PARTITION BY player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 29 PRECEDING AND CURRENT ROW),
      this_season AS (PARTITION BY player_lookup, season ORDER BY game_date NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  ),
  -- The number of each roster player's newest game. Sorting the nights between the games is much faster than comparing each night with each game.
  newest_games AS (
    SELECT player_lookup, night, career_game
    FROM (
      SELECT
        player_lookup, night,
        MAX(career_game) OVER (
          PARTITION BY player_lookup ORDER BY day NULLS FIRST, career_game NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS career_game
      FROM (
        SELECT player_lookup, game_date AS day, game_date AS night, CAST(NULL AS INT64) AS career_game FROM roster
        UNION ALL
        SELECT player_lookup, game_date, CAST(NULL AS DATE), career_game FROM form
      ) AS days
    ) AS sorted
    WHERE night IS NOT NULL
  ),
  standing AS (
    SELECT
      roster.game_date AS night, roster.player_lookup AS player, roster.season AS night_season, matchups.last_10_from, form.*,
      CASE WHEN form.season = roster.season THEN form.season_game ELSE 0 END AS season_games,
      -- His season average. Before his first game of the season, it comes from his last thirty games.
      CASE WHEN form.season = roster.season THEN form.points_avg_season ELSE form.points_shrunk END AS points_usual
    FROM roster
    INNER JOIN matchups ON matchups.team = roster.team AND matchups.game_date = roster.game_date
    INNER JOIN newest_games ON newest_games.player_lookup = roster.player_lookup AND newest_games.night = roster.game_date
    INNER JOIN form ON form.player_lookup = newest_games.player_lookup AND form.career_game = newest_games.career_game
  ),
  -- The last share of free throws of a player whose last ten games have too few known shots, if it is at most a year old.
  older_shots AS (
    SELECT standing.night, standing.player, MAX_BY(form.free_throw_share, form.game_date) AS free_throw_share
    FROM standing
    INNER JOIN form ON form.player_lookup = standing.player AND form.game_date < standing.game_date
      AND form.game_date >= DATE_SUB(standing.night, INTERVAL 365 DAY)
    WHERE standing.shooting_games < 5 AND form.shooting_games >= 5
    GROUP BY standing.night, standing.player
  ),

  -- His past games for the similarity model, as text with fixed width per game: points, tier of the opponent's defence (A elite, B average or
  -- unknown, C weak), days of rest before it (7 for more, and for the first game of a season), venue, and form (hot, normal or cold). All values
  -- are from before that game. The reference's loader treated every past game as a home game against an average team, with the rest after it and
  -- the form of later games. Those were errors of the loader, not of the model.
  memories AS (
    SELECT *
    FROM (
      SELECT
        player_lookup, game_date, next_date,
        STRING_AGG(CONCAT(LPAD(CAST(points AS STRING), 3, ' '), ','), '') OVER newest_first AS past_points,
        STRING_AGG(CASE WHEN opponent_def_rating < 110 THEN 'A' WHEN opponent_def_rating >= 115 THEN 'C' ELSE 'B' END, '') OVER newest_first
          AS past_opponent_tiers,
        STRING_AGG(CONCAT(CAST(LEAST(COALESCE(days_rest, 7), 7) AS STRING), ','), '') OVER newest_first AS past_days_rest,
        STRING_AGG(CASE WHEN is_home THEN 'T' ELSE 'F' END, '') OVER newest_first AS past_is_home,
        STRING_AGG(CASE WHEN rise >= 3 THEN 'H' WHEN rise <= -3 THEN 'C' ELSE 'N' END, '') OVER newest_first AS past_recent_form
      FROM played
      WHERE game_date >= DATE_SUB(@from_date, INTERVAL 90 DAY)
      WINDOW newest_first AS (PARTITION BY player_lookup ORDER BY game_date DESC NULLS LAST ROWS BETWEEN CURRENT ROW AND 29 FOLLOWING)
    ) AS told
    WHERE COALESCE(next_date, @to_date) >= @from_date
  ),

  -- Whether the player started his newest game. If the source does not say, the five players of a team with the most minutes started.
  starters AS (
    SELECT standing.night, standing.player, COALESCE(standing.starter, COUNTIF(mates.minutes > standing.minutes) < 5) AS is_starter
    FROM standing
    INNER JOIN nba_raw.player_game_logs AS mates ON mates.game_id = standing.game_id AND mates.team = standing.team
    GROUP BY standing.night, standing.player, standing.starter
  ),

  -- Values that are counted in days, and the number of games he played among his team's last ten, for any team.
  recent AS (
    SELECT
      standing.night AS game_date, standing.player AS player_lookup,
      COUNTIF(UNIX_DATE(standing.night) - UNIX_DATE(played.game_date) <= 7) AS games_7,
      SUM(CASE WHEN UNIX_DATE(standing.night) - UNIX_DATE(played.game_date) <= 7 THEN played.minutes ELSE 0 END) AS minutes_7,
      CAST(LEAST(30, COUNTIF(UNIX_DATE(standing.night) - UNIX_DATE(played.game_date) <= 90)) AS INT64) AS games_90,
      COUNTIF(
        UNIX_DATE(standing.night) - UNIX_DATE(played.game_date) <= 14
        AND UNIX_DATE(played.game_date) - UNIX_DATE(played.previous_date) = 1
      ) AS back_to_backs_14,
      COUNTIF(played.career_game > standing.career_game - 10 AND UNIX_DATE(standing.night) - UNIX_DATE(played.game_date) <= 30) AS games_30,
      SUM(CASE
        WHEN played.career_game > standing.career_game - 10 AND UNIX_DATE(standing.night) - UNIX_DATE(played.game_date) <= 30 THEN played.minutes
      END) AS minutes_30,
      SUM(CASE
        WHEN played.career_game > standing.career_game - 10 AND UNIX_DATE(standing.night) - UNIX_DATE(played.game_date) <= 30 THEN played.points
      END) AS points_30,
      COUNTIF(played.game_date >= standing.last_10_from) AS games_beside_team
    FROM standing
    INNER JOIN played
      ON played.player_lookup = standing.player AND played.season = standing.night_season AND played.game_date < standing.night
    GROUP BY standing.night, standing.player
  ),

  last_year AS (
    SELECT
      roster.game_date, roster.player_lookup,
      COUNTIF(played.opponent = roster.opponent) AS games_versus,
      AVG(CASE WHEN played.opponent = roster.opponent THEN played.points END) AS points_versus,
      COUNT(played.broke_out) AS games_judged,
      AVG(played.broke_out) AS breakout_rate
    FROM roster
    INNER JOIN played
      ON played.player_lookup = roster.player_lookup
      AND played.game_date < roster.game_date AND played.game_date >= DATE_SUB(roster.game_date, INTERVAL 365 DAY)
    GROUP BY roster.game_date, roster.player_lookup
  ),

  -- The players reported out, with their season averages. A star averages at least 18 points. Only players who played in the last 30 days count:
  -- the team has already adapted to longer absences.
  absentees AS (
    SELECT
      roster.game_date, roster.team, COUNTIF(standing.points_avg_season >= 18) AS stars, SUM(standing.points_avg_season) AS points
    FROM roster
    INNER JOIN standing ON standing.player = roster.player_lookup AND standing.night = roster.game_date
    WHERE roster.is_out AND standing.season = roster.season
    GROUP BY roster.game_date, roster.team
  ),

  -- Shots by zone, for each player and against each team. Backcourt shots belong to no zone.
  zone_games AS (
    SELECT
      zones.season, zones.game_date, zones.game_id, zones.player_lookup, logs.opponent,
      zones.ra_fga + zones.paint_nonra_fga AS paint, zones.ra_fgm + zones.paint_nonra_fgm AS paint_made,
      zones.mid_fga AS mid, zones.mid_fgm AS mid_made,
      zones.corner3_fga + zones.above_break3_fga AS three, zones.corner3_fgm + zones.above_break3_fgm AS three_made
    FROM nba_raw.shot_zones_by_game AS zones
    INNER JOIN nba_raw.player_game_logs AS logs ON logs.game_id = zones.game_id AND logs.player_lookup = zones.player_lookup
    WHERE zones.game_date >= DATE_SUB(@from_date, INTERVAL 300 DAY) AND zones.game_date < @to_date
  ),
  shooter_form AS (
    SELECT
      season, player_lookup, game_date,
      LEAD(game_date) OVER (PARTITION BY season, player_lookup ORDER BY game_date NULLS FIRST) AS next_date,
      SUM(paint) OVER last_10 AS paint, SUM(mid) OVER last_10 AS mid, SUM(three) OVER last_10 AS three
    FROM zone_games
    WINDOW last_10 AS (PARTITION BY season, player_lookup ORDER BY game_date NULLS FIRST ROWS BETWEEN 9 PRECEDING AND CURRENT ROW)
  ),
  shooter_last_season AS (
    SELECT
      CONCAT(CAST(CAST(SUBSTR(season, 1, 4) AS INT64) + 1 AS STRING), '-', SUBSTR(CAST(CAST(SUBSTR(season, 1, 4) AS INT64) + 2 AS STRING), 3, 2)) AS season,
      player_lookup,
      SUM(ra_fga + paint_nonra_fga) AS paint, SUM(mid_fga) AS mid, SUM(corner3_fga + above_break3_fga) AS three
    FROM nba_raw.shot_zones_by_season
    GROUP BY 1, 2
  ),
  -- The player's shots in his last ten games with known zones, if the newest is from the last 30 days. Otherwise his shots of the previous season.
  shooters AS (
    SELECT
      roster.game_date, roster.player_lookup, roster.opponent, shooter_form.game_date IS NOT NULL AS is_current,
      COALESCE(shooter_form.paint, before.paint) AS paint,
      COALESCE(shooter_form.mid, before.mid) AS mid,
      COALESCE(shooter_form.three, before.three) AS three,
      COALESCE(shooter_form.paint + shooter_form.mid + shooter_form.three, before.paint + before.mid + before.three) AS shots
    FROM roster
    LEFT JOIN (
      SELECT roster.game_date AS night, shooter_form.*
      FROM roster
      INNER JOIN shooter_form
        ON shooter_form.player_lookup = roster.player_lookup AND shooter_form.season = roster.season
        AND shooter_form.game_date < roster.game_date AND roster.game_date <= COALESCE(shooter_form.next_date, roster.game_date)
        AND shooter_form.game_date >= DATE_SUB(roster.game_date, INTERVAL 30 DAY)
      WHERE shooter_form.paint + shooter_form.mid + shooter_form.three > 0
    ) AS shooter_form ON shooter_form.player_lookup = roster.player_lookup AND shooter_form.night = roster.game_date
    LEFT JOIN shooter_last_season AS before ON before.player_lookup = roster.player_lookup AND before.season = roster.season
  ),
  defence_form AS (
    SELECT
      season, opponent AS team, game_date,
      LEAD(game_date) OVER (PARTITION BY season, opponent ORDER BY game_date NULLS FIRST) AS next_date,
      SUM(paint) OVER last_15 AS paint, SUM(paint_made) OVER last_15 AS paint_made,
      SUM(mid) OVER last_15 AS mid, SUM(mid_made) OVER last_15 AS mid_made,
      SUM(three) OVER last_15 AS three, SUM(three_made) OVER last_15 AS three_made
    FROM (
      SELECT
        season, opponent, game_date, game_id, SUM(paint) AS paint, SUM(paint_made) AS paint_made, SUM(mid) AS mid, SUM(mid_made) AS mid_made,
        SUM(three) AS three, SUM(three_made) AS three_made
      FROM zone_games
      GROUP BY season, opponent, game_date, game_id
    ) AS conceded
    WINDOW last_15 AS (PARTITION BY season, opponent ORDER BY game_date NULLS FIRST ROWS BETWEEN 14 PRECEDING AND CURRENT ROW)
  ),
  league_form AS (
    SELECT
      season, game_date, LEAD(game_date) OVER (PARTITION BY season ORDER BY game_date NULLS FIRST) AS next_date,
      SUM(paint_made) OVER so_far / NULLIF(SUM(paint) OVER so_far, 0) AS paint,
      SUM(mid_made) OVER so_far / NULLIF(SUM(mid) OVER so_far, 0) AS mid,
      SUM(three_made) OVER so_far / NULLIF(SUM(three) OVER so_far, 0) AS three
    FROM (
      SELECT
        season, game_date, SUM(paint) AS paint, SUM(paint_made) AS paint_made, SUM(mid) AS mid, SUM(mid_made) AS mid_made, SUM(three) AS three,
        SUM(three_made) AS three_made
      FROM zone_games
      GROUP BY season, game_date
    ) AS shot
    WINDOW so_far AS (PARTITION BY season ORDER BY game_date NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  ),
  -- For each zone, the shooting percentage that the opponent allowed in its last 15 games minus the percentage of the league, in points.
  weaknesses AS (
    SELECT
      nights.game_date, nights.opponent AS team,
      100 * (defence.paint_made / NULLIF(defence.paint, 0) - league.paint) AS paint,
      100 * (defence.mid_made / NULLIF(defence.mid, 0) - league.mid) AS mid,
      100 * (defence.three_made / NULLIF(defence.three, 0) - league.three) AS three
    FROM nights
    INNER JOIN defence_form AS defence
      ON defence.team = nights.opponent AND defence.season = nights.season AND defence.game_date < nights.game_date
      AND nights.game_date <= COALESCE(defence.next_date, nights.game_date) AND defence.game_date >= DATE_SUB(nights.game_date, INTERVAL 30 DAY)
    INNER JOIN league_form AS league
      ON league.season = nights.season AND league.game_date < nights.game_date
      AND nights.game_date <= COALESCE(league.next_date, nights.game_date)
  ),
  zone_matchups AS (
    SELECT
      shooters.game_date, shooters.player_lookup, shooters.is_current, shooters.shots,
      shooters.paint / NULLIF(shooters.shots, 0) AS pct_paint,
      shooters.mid / NULLIF(shooters.shots, 0) AS pct_mid_range,
      shooters.three / NULLIF(shooters.shots, 0) AS pct_three,
      CASE
        WHEN shooters.paint >= shooters.three AND shooters.paint >= shooters.mid
          THEN weaknesses.paint * LEAST(100 * shooters.paint / NULLIF(shooters.shots, 0) / 50, 1)
        WHEN shooters.three >= shooters.mid THEN weaknesses.three * LEAST(100 * shooters.three / NULLIF(shooters.shots, 0) / 50, 1)
        ELSE weaknesses.mid * LEAST(100 * shooters.mid / NULLIF(shooters.shots, 0) / 50, 1)
      END AS mismatch
    FROM shooters
    LEFT JOIN weaknesses ON weaknesses.team = shooters.opponent AND weaknesses.game_date = shooters.game_date
  ),

  -- The features, with the formulas of the reference where it has one. Fatigue has no term for age, which no table contains. Pace compares the
  -- opponent with the team's own usual pace. Expected usage is that of the last three games, compared with the last seven. The trend is older minus newer
  -- games, with inverted sign, because models were trained on it. A player without a game against the opponent gets his season average.
  measured AS (
    SELECT
      roster.game_date, roster.player_lookup, roster.player_name, roster.game_id, roster.team, roster.opponent, roster.is_home, roster.as_of,
      roster.is_main_line, roster.was_watched, roster.has_reports, standing.season_games, recent.games_30, matchups.team_games, matchups.opponent_games,
      standing.window_games, matchups.team_window, matchups.opponent_window,
      matchups.team_win_pct IS NULL AND matchups.team_win_pct_before IS NOT NULL AS wins_are_older,
      matchups.team_games < 3 AS rate_is_assumed, roster.opponent_played_before IS NULL AS rest_is_assumed,
      standing.shooting_games < 5 AS shots_are_older, standing.season_games = 0 AS season_is_older,
      matchups.team_plays_are_older, matchups.opponent_plays_are_older, roster.team_is_known,
      standing.season IS NULL AS is_new, COALESCE(standing.window_games, 0) < 5 AS has_few_games, COALESCE(standing.points_usual, roster.line) AS role_points,
      -- The minutes that a player with so many points usually has.
      LEAST(36, 18.7 + 0.67 * COALESCE(standing.points_usual, roster.line)) AS role_minutes,
      standing.minutes_30 AS minutes_before, standing.points_shrunk / NULLIF(standing.minutes_30, 0) AS points_a_minute_before,
      zone_matchups.is_current AS zones_are_current, zone_matchups.shots AS zone_shots,
      UNIX_DATE(roster.game_date) - UNIX_DATE(standing.game_date) - 1 AS days_rest,
      recent.minutes_7 / NULLIF(recent.games_7, 0) AS minutes_avg_last_7_days,
      COALESCE(SUBSTR(memories.past_points, 1, 4 * recent.games_90), '') AS past_points,
      COALESCE(SUBSTR(memories.past_opponent_tiers, 1, recent.games_90), '') AS past_opponent_tiers,
      COALESCE(SUBSTR(memories.past_days_rest, 1, 2 * recent.games_90), '') AS past_days_rest,
      COALESCE(SUBSTR(memories.past_is_home, 1, recent.games_90), '') AS past_is_home,
      COALESCE(SUBSTR(memories.past_recent_form, 1, recent.games_90), '') AS past_recent_form,
      standing.points_avg_last_5 AS points_avg_last_5,
      standing.points_avg_last_10 AS points_avg_last_10,
      standing.points_usual AS points_avg_season,
      standing.points_std_last_10 AS points_std_last_10,
      COALESCE(recent.games_7, 0) AS games_in_last_7_days,
      CASE
        WHEN standing.season IS NOT NULL THEN GREATEST(0, LEAST(100,
          100
          + CASE WHEN UNIX_DATE(roster.game_date) - UNIX_DATE(standing.game_date) <= 1 THEN -15
            WHEN UNIX_DATE(roster.game_date) - UNIX_DATE(standing.game_date) > 3 THEN 5 ELSE 0 END
          + CASE WHEN COALESCE(recent.games_7, 0) >= 4 THEN -10 ELSE 0 END
          + CASE WHEN COALESCE(recent.minutes_7, 0) > 240 THEN -10 ELSE 0 END
          + CASE WHEN recent.minutes_7 / NULLIF(recent.games_7, 0) > 35 THEN -8 ELSE 0 END
          + CASE WHEN recent.back_to_backs_14 >= 2 THEN -12 WHEN recent.back_to_backs_14 = 1 THEN -5 ELSE 0 END))
      END AS fatigue_score,
      GREATEST(-10, LEAST(10, zone_matchups.mismatch * CASE WHEN ABS(zone_matchups.mismatch) > 5 THEN 1.2 ELSE 1.0 END)) AS shot_zone_mismatch_score,
      GREATEST(-3, LEAST(3, (matchups.opponent_pace - matchups.team_pace) / 2)) AS pace_score,
      CASE
        WHEN standing.usage_games < 5 OR standing.usage_7 IS NULL OR standing.usage_3 IS NULL THEN NULL
        WHEN standing.usage_7 = 0 THEN 0
        ELSE GREATEST(-3, LEAST(3, (standing.usage_3 - standing.usage_7) * 0.3 * CASE
          WHEN standing.usage_3 <= standing.usage_7 THEN 1.0
          WHEN COALESCE(absentees.stars, 0) - CASE WHEN roster.is_out AND standing.season_games > 0 AND standing.points_avg_season >= 18 THEN 1 ELSE 0 END >= 2 THEN 1.3
          WHEN COALESCE(absentees.stars, 0) - CASE WHEN roster.is_out AND standing.season_games > 0 AND standing.points_avg_season >= 18 THEN 1 ELSE 0 END = 1 THEN 1.15
          ELSE 1.0
        END))
      END AS usage_spike_score,
      -- An opponent before its first game of the season has rested for at least three days.
      GREATEST(-2, LEAST(2, COALESCE(
        UNIX_DATE(roster.opponent_played_before) - UNIX_DATE(standing.game_date),
        LEAST(0, UNIX_DATE(roster.game_date) - UNIX_DATE(standing.game_date) - 3)
      ))) AS rest_advantage,
      roster.injury_risk AS injury_risk,
      CASE WHEN standing.older_minus_newer >= 5 THEN 2 WHEN standing.older_minus_newer >= 2 THEN 1 WHEN standing.older_minus_newer <= -5 THEN -2 WHEN standing.older_minus_newer <= -2 THEN -1 WHEN standing.older_minus_newer IS NOT NULL THEN 0 END AS recent_trend,
      CASE
        WHEN recent.minutes_30 IS NULL THEN NULL
        WHEN recent.minutes_30 / recent.games_30 >= 1.2 * standing.minutes_avg_season THEN 2
        WHEN recent.minutes_30 / recent.games_30 >= 1.1 * standing.minutes_avg_season THEN 1
        WHEN recent.minutes_30 / recent.games_30 <= 0.8 * standing.minutes_avg_season THEN -2
        WHEN recent.minutes_30 / recent.games_30 <= 0.9 * standing.minutes_avg_season THEN -1
        ELSE 0
      END AS minutes_change,
      matchups.opponent_def_rating AS opponent_def_rating,
      matchups.opponent_pace AS opponent_pace,
      CASE WHEN roster.is_home THEN 1 ELSE 0 END AS home_away,
      CASE WHEN UNIX_DATE(roster.game_date) - UNIX_DATE(standing.game_date) = 1 THEN 1 WHEN standing.season IS NOT NULL THEN 0 END AS back_to_back,
      CASE WHEN roster.season_type = 'playoffs' THEN 1 ELSE 0 END AS playoff_game,
      zone_matchups.pct_paint AS pct_paint,
      zone_matchups.pct_mid_range AS pct_mid_range,
      zone_matchups.pct_three AS pct_three,
      LEAST(0.5, CASE WHEN standing.shooting_games >= 5 THEN standing.free_throw_share ELSE older_shots.free_throw_share END) AS pct_free_throw,
      matchups.team_pace AS team_pace,
      matchups.team_off_rating AS team_off_rating,
      COALESCE(matchups.team_win_pct, matchups.team_win_pct_before) AS team_win_pct,
      roster.line AS vegas_points_line,
      roster.opening_line AS vegas_opening_line,
      roster.line - roster.opening_line AS vegas_line_move,
      CASE WHEN roster.line IS NOT NULL THEN 1 ELSE 0 END AS has_vegas_line,
      COALESCE(last_year.points_versus, standing.points_usual) AS avg_points_vs_opponent,
      COALESCE(last_year.games_versus, 0) AS games_vs_opponent,
      recent.minutes_30 / NULLIF(recent.games_30, 0) AS minutes_avg_last_10,
      recent.points_30 / NULLIF(recent.minutes_30, 0) AS ppm_avg_last_10,
      CASE
        WHEN matchups.team_games >= 3 AND standing.season IS NOT NULL AND roster.team_is_known
          THEN 1 - LEAST(1, COALESCE(recent.games_beside_team, 0) / LEAST(10, matchups.team_games))
        -- In a team's first games, the usual rate of a regular player. It is too early for his own.
        WHEN matchups.team_window >= 5 THEN 0.1
      END AS dnp_rate,
      CASE
        WHEN standing.window_games >= 5
          THEN (standing.window_moment - (standing.career_game - (standing.window_games - 1) / 2) * standing.window_points)
            / (standing.window_games * (standing.window_games * standing.window_games - 1) / 12)
      END AS pts_slope_10g,
      CASE
        WHEN standing.window_games >= 5 OR standing.season_games > 0
          THEN GREATEST(-3, LEAST(3, (standing.points_avg_last_5 - standing.points_usual) / NULLIF(standing.points_std_last_10, 0)))
      END AS pts_vs_season_zscore,
      CASE
        WHEN standing.points_avg_last_5 > standing.points_usual + 1.5 * standing.points_std_last_10 THEN 1
        WHEN standing.points_avg_last_5 <= standing.points_usual + 1.5 * standing.points_std_last_10 THEN 0
      END AS breakout_flag,
      forecasts.shot_points_ew_5, forecasts.shot_points_per_minute_ew_10, forecasts.projected_points, forecasts.points_ew_20,
      forecasts.minutes_last_game, forecasts.minutes_ew_2, forecasts.minutes_ew_10, forecasts.usage_ew_10, forecasts.starts_share_last_5,
      forecasts.days_since_last_game, forecasts.teammates_missing_points_vs_usual, forecasts.teammates_newly_missing_points,
      forecasts.teammates_scoring_more, forecasts.opponent_points_allowed_above_expected, forecasts.expected_margin, roster.line_consensus,
      starters.is_starter,
      CASE WHEN standing.usage_games >= 5 THEN standing.usage_7 END AS usage_rate,
      CASE WHEN standing.usage_games >= 5 THEN standing.usage_3 - standing.usage_7 END AS usage_trend,
      ROUND(standing.points_avg_last_5 / NULLIF(standing.points_avg_last_10, 0), 6) AS form_ratio,
      ROUND(standing.points_std_last_10 / NULLIF(standing.points_avg_last_10, 0), 6) AS variation,
      CASE WHEN standing.season_games > 0 THEN ROUND(standing.points_best_last_10 / NULLIF(standing.points_avg_season, 0), 6) END AS explosion,
      CASE WHEN last_year.games_judged >= 5 THEN last_year.breakout_rate END AS breakout_rate,
      ROUND(
        COALESCE(absentees.points, 0) - CASE WHEN roster.is_out AND standing.season_games > 0 THEN standing.points_avg_season ELSE 0 END, 6
      ) AS points_absent
    FROM roster
    LEFT JOIN standing ON standing.player = roster.player_lookup AND standing.night = roster.game_date
    LEFT JOIN older_shots ON older_shots.player = roster.player_lookup AND older_shots.night = roster.game_date
    LEFT JOIN memories ON memories.player_lookup = standing.player AND memories.game_date = standing.game_date
    LEFT JOIN starters ON starters.player = roster.player_lookup AND starters.night = roster.game_date
    LEFT JOIN recent ON recent.player_lookup = roster.player_lookup AND recent.game_date = roster.game_date
    LEFT JOIN last_year ON last_year.player_lookup = roster.player_lookup AND last_year.game_date = roster.game_date
    LEFT JOIN matchups ON matchups.team = roster.team AND matchups.game_date = roster.game_date
    LEFT JOIN absentees ON absentees.team = roster.team AND absentees.game_date = roster.game_date
    LEFT JOIN zone_matchups ON zone_matchups.player_lookup = roster.player_lookup AND zone_matchups.game_date = roster.game_date
    LEFT JOIN nba_precompute.build_forecasts AS forecasts
      ON forecasts.build_id = @build_id AND forecasts.player_lookup = roster.player_lookup AND forecasts.game_date = roster.game_date
  ),

  -- A player with few or no games, or after a long absence, has no value of his own for some features. He gets what players in his role usually have,
  -- or his own earlier minutes. His role is his season average, and before his first game his line. The usual values are fitted to the lined players
  -- of three seasons. Someone without a game in this league is rested.
  filled AS (
    SELECT
      measured.* REPLACE (
        COALESCE(points_avg_last_5, role_points) AS points_avg_last_5,
        COALESCE(points_avg_last_10, role_points) AS points_avg_last_10,
        COALESCE(points_avg_season, role_points) AS points_avg_season,
        COALESCE(points_std_last_10, 3.9 + 0.155 * role_points) AS points_std_last_10,
        COALESCE(fatigue_score, 100) AS fatigue_score,
        COALESCE(rest_advantage, 0) AS rest_advantage,
        COALESCE(recent_trend, 0) AS recent_trend,
        COALESCE(minutes_change, 0) AS minutes_change,
        COALESCE(back_to_back, 0) AS back_to_back,
        COALESCE(pct_free_throw, 0.086 + 0.0042 * role_points) AS pct_free_throw,
        COALESCE(avg_points_vs_opponent, role_points) AS avg_points_vs_opponent,
        COALESCE(minutes_avg_last_10, minutes_before, role_minutes) AS minutes_avg_last_10,
        COALESCE(ppm_avg_last_10, points_a_minute_before, role_points / role_minutes) AS ppm_avg_last_10,
        COALESCE(pts_slope_10g, 0) AS pts_slope_10g,
        CASE WHEN has_few_games THEN COALESCE(pts_vs_season_zscore, 0) ELSE pts_vs_season_zscore END AS pts_vs_season_zscore,
        COALESCE(breakout_flag, 0) AS breakout_flag
      ),
      points_std_last_10 IS NULL AS lacks_deviation,
      pct_free_throw IS NULL AS lacks_free_throws,
      has_few_games AND pts_vs_season_zscore IS NULL AS lacks_zscore,
      minutes_avg_last_10 IS NULL AND NOT COALESCE(season_is_older, FALSE) AS lacks_minutes,
      is_new OR NOT team_is_known AS lacks_rest,
      is_new OR (NOT team_is_known AND dnp_rate IS NOT NULL) AS lacks_rate
    FROM measured
  ),

  -- How likely a breakout game is. The reference does not define its terms. Here the variation is the standard deviation of his last ten games over
  -- their mean, and the explosion is the best of them over his season average. The usage trend is that of usage_spike_score, and his usage is that of
  -- his last seven games (one fifth is an equal share). Breakouts are counted over the last 365 days, with at least five rated games. Without an
  -- injury report for the date, no player is known to be out.
  surprising AS (
    SELECT
      filled.*,
      0.15 * GREATEST(0, LEAST(100, (pts_vs_season_zscore + 1.5) / 3 * 100))
      + 0.10 * CASE WHEN form_ratio <= 0.8 THEN 100 WHEN form_ratio <= 0.9 THEN 75 WHEN form_ratio >= 1.1 THEN 30 WHEN form_ratio IS NOT NULL THEN 50 END
      + 0.25 * (
        0.6 * CASE WHEN variation >= 0.6 THEN 60 WHEN variation >= 0.4 THEN 45 WHEN variation >= 0.25 THEN 25 WHEN variation IS NOT NULL THEN 10 END
        + 0.4 * CASE WHEN explosion >= 1.8 THEN 40 WHEN explosion >= 1.5 THEN 25 WHEN explosion IS NOT NULL THEN 10 END
      )
      + 0.20 * CASE
        WHEN opponent_def_rating >= 116 THEN 90 WHEN opponent_def_rating >= 113 THEN 70 WHEN opponent_def_rating >= 110 THEN 50
        WHEN opponent_def_rating IS NOT NULL THEN GREATEST(10, 50 - 4 * (110 - opponent_def_rating))
      END
      + 0.15 * (
        0.6 * CASE WHEN usage_trend >= 3 THEN 80 WHEN usage_trend >= 1.5 THEN 65 WHEN usage_trend <= -1.5 THEN 30 WHEN usage_trend IS NOT NULL THEN 50 END
        + 0.4 * CASE WHEN points_absent >= 30 THEN 100 WHEN points_absent >= 20 THEN 80 WHEN points_absent >= 12 THEN 50 WHEN points_absent >= 5 THEN 30 ELSE 20 END
      )
      + 0.15 * LEAST(100, 10 + 90 * breakout_rate / 0.35) AS breakout_risk_score,
      CASE WHEN variation >= 0.6 THEN 1 WHEN variation < 0.6 THEN 0 END
      + CASE WHEN form_ratio <= 0.8 THEN 1 WHEN form_ratio > 0.8 THEN 0 END
      + CASE WHEN usage_rate >= 18 OR is_starter THEN 1 WHEN usage_rate < 18 AND NOT is_starter THEN 0 END
      + home_away
      + CASE WHEN games_in_last_7_days <= 2 THEN 1 WHEN games_in_last_7_days > 2 THEN 0 END AS composite_breakout_signal
    FROM filled
  ),

  -- The quality of a feature is 100 for a full window, 87 for a shorter window or a second source such as last season, 70 for the usual value of the
  -- player's role or an older value, 40 for fewer than five games (or 20 shots), and 0 for a missing value.
  graded AS (
    SELECT
      surprising.*,
      CASE WHEN points_avg_last_5 IS NULL THEN 0 WHEN is_new THEN 70 WHEN season_games < 5 THEN q_short ELSE 100 END AS q_points_avg_last_5,
      CASE WHEN points_avg_last_10 IS NULL THEN 0 WHEN is_new THEN 70 WHEN season_games < 5 THEN q_short WHEN season_games < 10 THEN 87 ELSE 100 END AS q_points_avg_last_10,
      CASE WHEN points_avg_season IS NULL THEN 0 WHEN is_new THEN 70 WHEN season_games < 5 THEN q_short ELSE 100 END AS q_points_avg_season,
      CASE WHEN points_std_last_10 IS NULL THEN 0 WHEN lacks_deviation THEN 70 WHEN season_games < 5 THEN q_short WHEN season_games < 10 THEN 87 ELSE 100 END AS q_points_std_last_10,
      CASE WHEN games_in_last_7_days IS NULL THEN 0 ELSE 100 END AS q_games_in_last_7_days,
      CASE WHEN fatigue_score IS NULL THEN 0 ELSE 100 END AS q_fatigue_score,
      CASE WHEN shot_zone_mismatch_score IS NULL THEN 0 WHEN zone_shots < 20 THEN 40 WHEN zones_are_current THEN 100 ELSE 87 END AS q_shot_zone_mismatch_score,
      CASE WHEN pace_score IS NULL THEN 0 WHEN NOT team_is_known OR team_plays_are_older OR opponent_plays_are_older THEN 70 WHEN LEAST(team_games, opponent_games) < 5 THEN CASE WHEN LEAST(team_window, opponent_window) >= 5 THEN 87 ELSE 40 END WHEN LEAST(team_games, opponent_games) < 10 THEN 87 ELSE 100 END AS q_pace_score,
      CASE WHEN usage_spike_score IS NULL THEN 0 WHEN season_games < 5 THEN q_short WHEN season_games < 7 THEN 87 ELSE 100 END AS q_usage_spike_score,
      CASE WHEN rest_advantage IS NULL THEN 0 WHEN lacks_rest THEN 70 WHEN rest_is_assumed THEN 87 ELSE 100 END AS q_rest_advantage,
      CASE WHEN injury_risk IS NULL THEN 0 WHEN NOT has_reports THEN 40 ELSE 100 END AS q_injury_risk,
      CASE WHEN recent_trend IS NULL THEN 0 WHEN has_few_games THEN 70 WHEN season_games < 5 THEN q_short ELSE 100 END AS q_recent_trend,
      CASE WHEN minutes_change IS NULL THEN 0 WHEN lacks_minutes THEN 70 WHEN season_games = 0 THEN q_short WHEN games_30 < 5 THEN 40 ELSE 100 END AS q_minutes_change,
      CASE WHEN opponent_def_rating IS NULL THEN 0 WHEN NOT team_is_known OR opponent_plays_are_older THEN 70 WHEN opponent_games < 5 THEN CASE WHEN opponent_window >= 5 THEN 87 ELSE 40 END WHEN opponent_games < 15 THEN 87 ELSE 100 END AS q_opponent_def_rating,
      CASE WHEN opponent_pace IS NULL THEN 0 WHEN NOT team_is_known OR opponent_plays_are_older THEN 70 WHEN opponent_games < 5 THEN CASE WHEN opponent_window >= 5 THEN 87 ELSE 40 END WHEN opponent_games < 15 THEN 87 ELSE 100 END AS q_opponent_pace,
      CASE WHEN home_away IS NULL THEN 0 WHEN NOT team_is_known THEN 70 ELSE 100 END AS q_home_away,
      CASE WHEN back_to_back IS NULL THEN 0 ELSE 100 END AS q_back_to_back,
      CASE WHEN playoff_game IS NULL THEN 0 ELSE 100 END AS q_playoff_game,
      CASE WHEN pct_paint IS NULL THEN 0 WHEN zone_shots < 20 THEN 40 WHEN zones_are_current THEN 100 ELSE 87 END AS q_pct_paint,
      CASE WHEN pct_mid_range IS NULL THEN 0 WHEN zone_shots < 20 THEN 40 WHEN zones_are_current THEN 100 ELSE 87 END AS q_pct_mid_range,
      CASE WHEN pct_three IS NULL THEN 0 WHEN zone_shots < 20 THEN 40 WHEN zones_are_current THEN 100 ELSE 87 END AS q_pct_three,
      CASE WHEN pct_free_throw IS NULL THEN 0 WHEN lacks_free_throws OR shots_are_older THEN 70 WHEN season_games < 5 THEN q_short WHEN season_games < 10 THEN 87 ELSE 100 END AS q_pct_free_throw,
      CASE WHEN team_pace IS NULL THEN 0 WHEN NOT team_is_known OR team_plays_are_older THEN 70 WHEN team_games < 5 THEN CASE WHEN team_window >= 5 THEN 87 ELSE 40 END WHEN team_games < 10 THEN 87 ELSE 100 END AS q_team_pace,
      CASE WHEN team_off_rating IS NULL THEN 0 WHEN NOT team_is_known OR team_plays_are_older THEN 70 WHEN team_games < 5 THEN CASE WHEN team_window >= 5 THEN 87 ELSE 40 END WHEN team_games < 10 THEN 87 ELSE 100 END AS q_team_off_rating,
      CASE WHEN team_win_pct IS NULL THEN 0 WHEN NOT team_is_known THEN 70 WHEN wins_are_older THEN 87 ELSE 100 END AS q_team_win_pct,
      CASE WHEN vegas_points_line IS NULL THEN 0 WHEN is_main_line THEN 100 ELSE 87 END AS q_vegas_points_line,
      CASE WHEN vegas_opening_line IS NULL THEN 0 WHEN was_watched THEN 100 ELSE 87 END AS q_vegas_opening_line,
      CASE WHEN vegas_line_move IS NULL THEN 0 WHEN was_watched THEN 100 ELSE 87 END AS q_vegas_line_move,
      CASE WHEN has_vegas_line IS NULL THEN 0 ELSE 100 END AS q_has_vegas_line,
      CASE WHEN avg_points_vs_opponent IS NULL THEN 0 WHEN is_new THEN 70 WHEN games_vs_opponent > 0 THEN 100 ELSE 87 END AS q_avg_points_vs_opponent,
      CASE WHEN games_vs_opponent IS NULL THEN 0 ELSE 100 END AS q_games_vs_opponent,
      CASE WHEN minutes_avg_last_10 IS NULL THEN 0 WHEN lacks_minutes THEN 70 WHEN season_games = 0 THEN q_short WHEN games_30 < 5 THEN 40 ELSE 100 END AS q_minutes_avg_last_10,
      CASE WHEN ppm_avg_last_10 IS NULL THEN 0 WHEN lacks_minutes THEN 70 WHEN season_games = 0 THEN q_short WHEN games_30 < 5 THEN 40 ELSE 100 END AS q_ppm_avg_last_10,
      CASE WHEN dnp_rate IS NULL THEN 0 WHEN lacks_rate THEN 70 WHEN rate_is_assumed THEN 40 ELSE 100 END AS q_dnp_rate,
      CASE WHEN pts_slope_10g IS NULL THEN 0 WHEN has_few_games THEN 70 WHEN season_games < 5 THEN q_short WHEN season_games < 10 THEN 87 ELSE 100 END AS q_pts_slope_10g,
      CASE WHEN pts_vs_season_zscore IS NULL THEN 0 WHEN lacks_zscore THEN 70 WHEN season_games < 5 THEN q_short WHEN season_games < 10 THEN 87 ELSE 100 END AS q_pts_vs_season_zscore,
      CASE WHEN breakout_flag IS NULL THEN 0 WHEN lacks_deviation THEN 70 WHEN season_games < 5 THEN q_short WHEN season_games < 10 THEN 87 ELSE 100 END AS q_breakout_flag
    FROM (
      SELECT surprising.*, CASE WHEN window_games >= 5 THEN 87 ELSE 40 END AS q_short, season_games < 5 AND window_games > season_games AS is_carried
      FROM surprising
    ) AS surprising
  ),
  -- The score is the mean over the features that every player needs. The categories include each of the first 37 features. Features that were
  -- added later do not affect the quality.
  scored AS (
    SELECT
      graded.*,
      (
        q_points_avg_last_5 + q_points_avg_last_10 + q_points_avg_season + q_points_std_last_10 + q_games_in_last_7_days
        + q_fatigue_score + q_pace_score + q_rest_advantage + q_injury_risk + q_recent_trend + q_minutes_change
        + q_opponent_def_rating + q_opponent_pace + q_home_away + q_back_to_back + q_playoff_game + q_pct_free_throw
        + q_team_pace + q_team_off_rating + q_team_win_pct + q_has_vegas_line + q_avg_points_vs_opponent
        + q_games_vs_opponent + q_minutes_avg_last_10 + q_ppm_avg_last_10 + q_dnp_rate + q_pts_slope_10g
        + q_pts_vs_season_zscore + q_breakout_flag
      ) / 29 AS feature_quality_score,
      (
        q_fatigue_score + q_shot_zone_mismatch_score + q_pace_score + q_usage_spike_score + q_opponent_def_rating
        + q_opponent_pace
      ) / 6 AS quality_matchup,
      (
        q_points_avg_last_5 + q_points_avg_last_10 + q_points_avg_season + q_points_std_last_10 + q_games_in_last_7_days
        + q_avg_points_vs_opponent + q_games_vs_opponent + q_minutes_avg_last_10 + q_ppm_avg_last_10 + q_dnp_rate
        + q_pts_slope_10g + q_pts_vs_season_zscore + q_breakout_flag
      ) / 13 AS quality_player_history,
      (
        q_team_pace + q_team_off_rating + q_team_win_pct
      ) / 3 AS quality_team_context,
      (
        q_vegas_points_line + q_vegas_opening_line + q_vegas_line_move + q_has_vegas_line
      ) / 4 AS quality_vegas,
      (
        q_rest_advantage + q_injury_risk + q_recent_trend + q_minutes_change + q_home_away + q_back_to_back
        + q_playoff_game + q_pct_paint + q_pct_mid_range + q_pct_three + q_pct_free_throw
      ) / 11 AS quality_game_context,
      RTRIM(CONCAT(
        CASE WHEN (team_plays_are_older OR opponent_plays_are_older) AND pace_score IS NOT NULL THEN 'pace_score,' ELSE '' END,
        CASE WHEN rest_is_assumed AND NOT lacks_rest THEN 'rest_advantage,' ELSE '' END,
        CASE WHEN NOT has_reports THEN 'injury_risk,' ELSE '' END,
        CASE WHEN season_is_older THEN 'minutes_change,' ELSE '' END,
        CASE WHEN opponent_plays_are_older AND opponent_def_rating IS NOT NULL THEN 'opponent_def_rating,' ELSE '' END,
        CASE WHEN opponent_plays_are_older AND opponent_pace IS NOT NULL THEN 'opponent_pace,' ELSE '' END,
        CASE WHEN shots_are_older AND NOT lacks_free_throws THEN 'pct_free_throw,' ELSE '' END,
        CASE WHEN team_plays_are_older AND team_pace IS NOT NULL THEN 'team_pace,' ELSE '' END,
        CASE WHEN team_plays_are_older AND team_off_rating IS NOT NULL THEN 'team_off_rating,' ELSE '' END,
        CASE WHEN games_vs_opponent = 0 AND NOT is_new THEN 'avg_points_vs_opponent,' ELSE '' END,
        CASE WHEN rate_is_assumed AND NOT lacks_rate AND dnp_rate IS NOT NULL THEN 'dnp_rate,' ELSE '' END,
        CASE WHEN NOT has_reports AND breakout_risk_score IS NOT NULL THEN 'breakout_risk_score,' ELSE '' END
      ), ',') AS default_features,
      CASE WHEN is_carried OR season_is_older OR wins_are_older THEN RTRIM(CONCAT(
        CASE WHEN is_carried THEN 'points_avg_last_5,' ELSE '' END,
        CASE WHEN is_carried THEN 'points_avg_last_10,' ELSE '' END,
        CASE WHEN season_is_older THEN 'points_avg_season,' ELSE '' END,
        CASE WHEN is_carried AND NOT lacks_deviation THEN 'points_std_last_10,' ELSE '' END,
        CASE WHEN wins_are_older AND team_is_known THEN 'team_win_pct,' ELSE '' END,
        CASE WHEN season_is_older AND games_vs_opponent = 0 THEN 'avg_points_vs_opponent,' ELSE '' END,
        CASE WHEN season_is_older THEN 'minutes_avg_last_10,' ELSE '' END,
        CASE WHEN season_is_older THEN 'ppm_avg_last_10,' ELSE '' END,
        CASE WHEN is_carried AND NOT has_few_games THEN 'pts_slope_10g,' ELSE '' END,
        CASE WHEN is_carried AND pts_vs_season_zscore IS NOT NULL AND NOT lacks_zscore THEN 'pts_vs_season_zscore,' ELSE '' END,
        CASE WHEN is_carried AND NOT lacks_deviation THEN 'breakout_flag,' ELSE '' END
      ), ',') ELSE '' END AS last_season_features,
      CASE WHEN is_new OR has_few_games OR lacks_minutes OR lacks_free_throws OR NOT team_is_known THEN RTRIM(CONCAT(
        CASE WHEN is_new THEN 'points_avg_last_5,points_avg_last_10,points_avg_season,' ELSE '' END,
        CASE WHEN lacks_deviation THEN 'points_std_last_10,' ELSE '' END,
        CASE WHEN NOT team_is_known AND pace_score IS NOT NULL THEN 'pace_score,' ELSE '' END,
        CASE WHEN lacks_rest THEN 'rest_advantage,' ELSE '' END,
        CASE WHEN has_few_games THEN 'recent_trend,' ELSE '' END,
        CASE WHEN lacks_minutes THEN 'minutes_change,' ELSE '' END,
        CASE WHEN NOT team_is_known AND opponent_def_rating IS NOT NULL THEN 'opponent_def_rating,' ELSE '' END,
        CASE WHEN NOT team_is_known AND opponent_pace IS NOT NULL THEN 'opponent_pace,' ELSE '' END,
        CASE WHEN NOT team_is_known THEN 'home_away,' ELSE '' END,
        CASE WHEN lacks_free_throws THEN 'pct_free_throw,' ELSE '' END,
        CASE WHEN NOT team_is_known AND team_pace IS NOT NULL THEN 'team_pace,' ELSE '' END,
        CASE WHEN NOT team_is_known AND team_off_rating IS NOT NULL THEN 'team_off_rating,' ELSE '' END,
        CASE WHEN NOT team_is_known AND team_win_pct IS NOT NULL THEN 'team_win_pct,' ELSE '' END,
        CASE WHEN is_new THEN 'avg_points_vs_opponent,' ELSE '' END,
        CASE WHEN lacks_minutes THEN 'minutes_avg_last_10,ppm_avg_last_10,' ELSE '' END,
        CASE WHEN lacks_rate AND dnp_rate IS NOT NULL THEN 'dnp_rate,' ELSE '' END,
        CASE WHEN has_few_games THEN 'pts_slope_10g,' ELSE '' END,
        CASE WHEN lacks_zscore THEN 'pts_vs_season_zscore,' ELSE '' END,
        CASE WHEN lacks_deviation THEN 'breakout_flag,' ELSE '' END
      ), ',') ELSE '' END AS assumed_features,
      RTRIM(CONCAT(
        CASE WHEN points_avg_last_5 IS NULL THEN 'points_avg_last_5,' ELSE '' END,
        CASE WHEN points_avg_last_10 IS NULL THEN 'points_avg_last_10,' ELSE '' END,
        CASE WHEN points_avg_season IS NULL THEN 'points_avg_season,' ELSE '' END,
        CASE WHEN points_std_last_10 IS NULL THEN 'points_std_last_10,' ELSE '' END,
        CASE WHEN games_in_last_7_days IS NULL THEN 'games_in_last_7_days,' ELSE '' END,
        CASE WHEN fatigue_score IS NULL THEN 'fatigue_score,' ELSE '' END,
        CASE WHEN shot_zone_mismatch_score IS NULL THEN 'shot_zone_mismatch_score,' ELSE '' END,
        CASE WHEN pace_score IS NULL THEN 'pace_score,' ELSE '' END,
        CASE WHEN usage_spike_score IS NULL THEN 'usage_spike_score,' ELSE '' END,
        CASE WHEN rest_advantage IS NULL THEN 'rest_advantage,' ELSE '' END,
        CASE WHEN injury_risk IS NULL THEN 'injury_risk,' ELSE '' END,
        CASE WHEN recent_trend IS NULL THEN 'recent_trend,' ELSE '' END,
        CASE WHEN minutes_change IS NULL THEN 'minutes_change,' ELSE '' END,
        CASE WHEN opponent_def_rating IS NULL THEN 'opponent_def_rating,' ELSE '' END,
        CASE WHEN opponent_pace IS NULL THEN 'opponent_pace,' ELSE '' END,
        CASE WHEN back_to_back IS NULL THEN 'back_to_back,' ELSE '' END,
        CASE WHEN pct_paint IS NULL THEN 'pct_paint,' ELSE '' END,
        CASE WHEN pct_mid_range IS NULL THEN 'pct_mid_range,' ELSE '' END,
        CASE WHEN pct_three IS NULL THEN 'pct_three,' ELSE '' END,
        CASE WHEN pct_free_throw IS NULL THEN 'pct_free_throw,' ELSE '' END,
        CASE WHEN team_pace IS NULL THEN 'team_pace,' ELSE '' END,
        CASE WHEN team_off_rating IS NULL THEN 'team_off_rating,' ELSE '' END,
        CASE WHEN team_win_pct IS NULL THEN 'team_win_pct,' ELSE '' END,
        CASE WHEN vegas_points_line IS NULL THEN 'vegas_points_line,' ELSE '' END,
        CASE WHEN vegas_opening_line IS NULL THEN 'vegas_opening_line,' ELSE '' END,
        CASE WHEN vegas_line_move IS NULL THEN 'vegas_line_move,' ELSE '' END,
        CASE WHEN avg_points_vs_opponent IS NULL THEN 'avg_points_vs_opponent,' ELSE '' END,
        CASE WHEN games_vs_opponent IS NULL THEN 'games_vs_opponent,' ELSE '' END,
        CASE WHEN minutes_avg_last_10 IS NULL THEN 'minutes_avg_last_10,' ELSE '' END,
        CASE WHEN ppm_avg_last_10 IS NULL THEN 'ppm_avg_last_10,' ELSE '' END,
        CASE WHEN dnp_rate IS NULL THEN 'dnp_rate,' ELSE '' END,
        CASE WHEN pts_slope_10g IS NULL THEN 'pts_slope_10g,' ELSE '' END,
        CASE WHEN pts_vs_season_zscore IS NULL THEN 'pts_vs_season_zscore,' ELSE '' END,
        CASE WHEN breakout_flag IS NULL THEN 'breakout_flag,' ELSE '' END,
        CASE WHEN breakout_risk_score IS NULL THEN 'breakout_risk_score,' ELSE '' END,
        CASE WHEN composite_breakout_signal IS NULL THEN 'composite_breakout_signal,' ELSE '' END,
        CASE WHEN shot_points_ew_5 IS NULL THEN 'shot_points_ew_5,' ELSE '' END,
        CASE WHEN shot_points_per_minute_ew_10 IS NULL THEN 'shot_points_per_minute_ew_10,' ELSE '' END,
        CASE WHEN projected_points IS NULL THEN 'projected_points,' ELSE '' END,
        CASE WHEN points_ew_20 IS NULL THEN 'points_ew_20,' ELSE '' END,
        CASE WHEN minutes_last_game IS NULL THEN 'minutes_last_game,' ELSE '' END,
        CASE WHEN minutes_ew_2 IS NULL THEN 'minutes_ew_2,' ELSE '' END,
        CASE WHEN minutes_ew_10 IS NULL THEN 'minutes_ew_10,' ELSE '' END,
        CASE WHEN usage_ew_10 IS NULL THEN 'usage_ew_10,' ELSE '' END,
        CASE WHEN starts_share_last_5 IS NULL THEN 'starts_share_last_5,' ELSE '' END,
        CASE WHEN days_since_last_game IS NULL THEN 'days_since_last_game,' ELSE '' END,
        CASE WHEN teammates_missing_points_vs_usual IS NULL THEN 'teammates_missing_points_vs_usual,' ELSE '' END,
        CASE WHEN teammates_newly_missing_points IS NULL THEN 'teammates_newly_missing_points,' ELSE '' END,
        CASE WHEN teammates_scoring_more IS NULL THEN 'teammates_scoring_more,' ELSE '' END,
        CASE WHEN opponent_points_allowed_above_expected IS NULL THEN 'opponent_points_allowed_above_expected,' ELSE '' END,
        CASE WHEN expected_margin IS NULL THEN 'expected_margin,' ELSE '' END,
        CASE WHEN line_consensus IS NULL THEN 'line_consensus,' ELSE '' END
      ), ',') AS missing_features
    FROM graded
  )

  SELECT
    game_date, player_lookup, player_name, game_id, team, opponent, is_home, days_rest,
    ROUND(minutes_avg_last_7_days, 6) AS minutes_avg_last_7_days,
    past_points, past_opponent_tiers, past_days_rest, past_is_home, past_recent_form, as_of, @feature_count AS feature_count, @feature_version AS feature_version,
    feature_quality_score, quality_matchup, quality_player_history, quality_team_context, quality_vegas, quality_game_context,
    CASE
      WHEN quality_matchup < 50 OR feature_quality_score < 50 THEN 'red'
      WHEN feature_quality_score < 85 THEN 'yellow'
      ELSE 'green'
    END AS quality_alert_level,
    default_features, last_season_features, assumed_features, missing_features, @built_at AS created_at, '' AS no_lookup,
    ROUND(points_avg_last_5, 6) AS points_avg_last_5, ROUND(points_avg_last_10, 6) AS points_avg_last_10,
    ROUND(points_avg_season, 6) AS points_avg_season, ROUND(points_std_last_10, 6) AS points_std_last_10,
    ROUND(games_in_last_7_days, 6) AS games_in_last_7_days, ROUND(fatigue_score, 6) AS fatigue_score,
    ROUND(shot_zone_mismatch_score, 6) AS shot_zone_mismatch_score, ROUND(pace_score, 6) AS pace_score,
    ROUND(usage_spike_score, 6) AS usage_spike_score, ROUND(rest_advantage, 6) AS rest_advantage, ROUND(injury_risk, 6) AS injury_risk,
    ROUND(recent_trend, 6) AS recent_trend, ROUND(minutes_change, 6) AS minutes_change, ROUND(opponent_def_rating, 6) AS opponent_def_rating,
    ROUND(opponent_pace, 6) AS opponent_pace, ROUND(home_away, 6) AS home_away, ROUND(back_to_back, 6) AS back_to_back,
    ROUND(playoff_game, 6) AS playoff_game, ROUND(pct_paint, 6) AS pct_paint, ROUND(pct_mid_range, 6) AS pct_mid_range,
    ROUND(pct_three, 6) AS pct_three, ROUND(pct_free_throw, 6) AS pct_free_throw, ROUND(team_pace, 6) AS team_pace,
    ROUND(team_off_rating, 6) AS team_off_rating, ROUND(team_win_pct, 6) AS team_win_pct, ROUND(vegas_points_line, 6) AS vegas_points_line,
    ROUND(vegas_opening_line, 6) AS vegas_opening_line, ROUND(vegas_line_move, 6) AS vegas_line_move, ROUND(has_vegas_line, 6) AS has_vegas_line,
    ROUND(avg_points_vs_opponent, 6) AS avg_points_vs_opponent, ROUND(games_vs_opponent, 6) AS games_vs_opponent,
    ROUND(minutes_avg_last_10, 6) AS minutes_avg_last_10, ROUND(ppm_avg_last_10, 6) AS ppm_avg_last_10, ROUND(dnp_rate, 6) AS dnp_rate,
    ROUND(pts_slope_10g, 6) AS pts_slope_10g, ROUND(pts_vs_season_zscore, 6) AS pts_vs_season_zscore, ROUND(breakout_flag, 6) AS breakout_flag,
    ROUND(breakout_risk_score, 6) AS breakout_risk_score, ROUND(composite_breakout_signal, 6) AS composite_breakout_signal,
    ROUND(shot_points_ew_5, 6) AS shot_points_ew_5, ROUND(shot_points_per_minute_ew_10, 6) AS shot_points_per_minute_ew_10,
    ROUND(projected_points, 6) AS projected_points, ROUND(points_ew_20, 6) AS points_ew_20, ROUND(minutes_last_game, 6) AS minutes_last_game,
    ROUND(minutes_ew_2, 6) AS minutes_ew_2, ROUND(minutes_ew_10, 6) AS minutes_ew_10, ROUND(usage_ew_10, 6) AS usage_ew_10,
    ROUND(starts_share_last_5, 6) AS starts_share_last_5, ROUND(days_since_last_game, 6) AS days_since_last_game,
    ROUND(teammates_missing_points_vs_usual, 6) AS teammates_missing_points_vs_usual,
    ROUND(teammates_newly_missing_points, 6) AS teammates_newly_missing_points, ROUND(teammates_scoring_more, 6) AS teammates_scoring_more,
    ROUND(opponent_points_allowed_above_expected, 6) AS opponent_points_allowed_above_expected, ROUND(expected_margin, 6) AS expected_margin,
    ROUND(line_consensus, 6) AS line_consensus
  FROM scored
) AS built
-- No lookup is empty, so this condition never matches: all old rows of the dates are deleted and all new rows inserted. (With FALSE, DuckDB compares
-- every pair of rows.)
ON stored.game_date BETWEEN @from_date AND @to_date AND stored.player_lookup = built.no_lookup
WHEN NOT MATCHED BY SOURCE AND stored.game_date BETWEEN @from_date AND @to_date THEN DELETE
WHEN NOT MATCHED THEN INSERT (
  game_date, player_lookup, player_name, game_id, team, opponent, is_home, days_rest, minutes_avg_last_7_days,
  past_points, past_opponent_tiers, past_days_rest, past_is_home, past_recent_form, as_of,
  feature_count, feature_version,
  feature_quality_score, quality_matchup, quality_player_history, quality_team_context, quality_vegas, quality_game_context,
  quality_alert_level, default_features, last_season_features, assumed_features, missing_features, created_at, points_avg_last_5, points_avg_last_10, points_avg_season,
  points_std_last_10, games_in_last_7_days, fatigue_score, shot_zone_mismatch_score, pace_score, usage_spike_score, rest_advantage,
  injury_risk, recent_trend, minutes_change, opponent_def_rating, opponent_pace, home_away, back_to_back, playoff_game, pct_paint,
  pct_mid_range, pct_three, pct_free_throw, team_pace, team_off_rating, team_win_pct, vegas_points_line, vegas_opening_line,
  vegas_line_move, has_vegas_line, avg_points_vs_opponent, games_vs_opponent, minutes_avg_last_10, ppm_avg_last_10, dnp_rate,
  pts_slope_10g, pts_vs_season_zscore, breakout_flag, breakout_risk_score, composite_breakout_signal,
  shot_points_ew_5, shot_points_per_minute_ew_10, projected_points, points_ew_20, minutes_last_game, minutes_ew_2, minutes_ew_10, usage_ew_10,
  starts_share_last_5, days_since_last_game, teammates_missing_points_vs_usual, teammates_newly_missing_points, teammates_scoring_more,
  opponent_points_allowed_above_expected, expected_margin, line_consensus
)
VALUES (
  built.game_date, built.player_lookup, built.player_name, built.game_id, built.team, built.opponent, built.is_home,
  built.days_rest, built.minutes_avg_last_7_days,
  built.past_points, built.past_opponent_tiers, built.past_days_rest, built.past_is_home, built.past_recent_form, built.as_of, built.feature_count, built.feature_version, built.feature_quality_score, built.quality_matchup,
  built.quality_player_history, built.quality_team_context, built.quality_vegas, built.quality_game_context,
  built.quality_alert_level, built.default_features, built.last_season_features, built.assumed_features, built.missing_features, built.created_at, built.points_avg_last_5,
  built.points_avg_last_10, built.points_avg_season, built.points_std_last_10, built.games_in_last_7_days, built.fatigue_score,
  built.shot_zone_mismatch_score, built.pace_score, built.usage_spike_score, built.rest_advantage, built.injury_risk,
  built.recent_trend, built.minutes_change, built.opponent_def_rating, built.opponent_pace, built.home_away, built.back_to_back,
  built.playoff_game, built.pct_paint, built.pct_mid_range, built.pct_three, built.pct_free_throw, built.team_pace,
  built.team_off_rating, built.team_win_pct, built.vegas_points_line, built.vegas_opening_line, built.vegas_line_move,
  built.has_vegas_line, built.avg_points_vs_opponent, built.games_vs_opponent, built.minutes_avg_last_10, built.ppm_avg_last_10,
  built.dnp_rate, built.pts_slope_10g, built.pts_vs_season_zscore, built.breakout_flag, built.breakout_risk_score,
  built.composite_breakout_signal,
  built.shot_points_ew_5, built.shot_points_per_minute_ew_10, built.projected_points, built.points_ew_20, built.minutes_last_game,
  built.minutes_ew_2, built.minutes_ew_10, built.usage_ew_10, built.starts_share_last_5, built.days_since_last_game,
  built.teammates_missing_points_vs_usual, built.teammates_newly_missing_points, built.teammates_scoring_more,
  built.opponent_points_allowed_above_expected, built.expected_margin, built.line_consensus
)
