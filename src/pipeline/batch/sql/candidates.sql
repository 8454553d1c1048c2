-- Every candidate for the slate of @game_date, with what was known about him. batch/qualify-player.ts decides who qualifies.
-- Data counts up to `known_until` of its game. This is @as_of, or one hour before the tip-off if the game has tipped by @now. A game without a
-- known tip-off counts as tipped at 05:00 UTC of the next day, when its date is over in New York. Data without a game counts up to the earliest
-- of these times.
-- A player's team is that of his feature row. A row that names both teams has an unknown team. Without a feature row, it is the team of his newest
-- game in the last 30 days, unless his line is for
-- another game. His market line is chosen as in features/sql/build.
WITH
scheduled AS (
  SELECT
    game_id, home_team, away_team, tipoff_utc, tipped_at,
    CASE
      WHEN tipped_at <= @now THEN COALESCE(LEAST(@as_of, TIMESTAMP_SUB(COALESCE(tipoff_utc, first_tipoff), INTERVAL 1 HOUR)), @as_of)
      ELSE @as_of
    END AS known_until
  FROM (
    SELECT
      game_id, home_team, away_team, tipoff_utc,
      COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) AS tipped_at,
      MIN(tipoff_utc) OVER (PARTITION BY game_date) AS first_tipoff
    FROM nba_raw.schedule
    WHERE game_date = @game_date
  ) AS timed
),
games AS (
  SELECT game_id, home_team AS team, away_team AS opponent, TRUE AS is_home, tipoff_utc, tipped_at, known_until FROM scheduled
  UNION ALL
  SELECT game_id, away_team, home_team, FALSE, tipoff_utc, tipped_at, known_until FROM scheduled
  UNION ALL
  SELECT game_id, CONCAT(home_team, '/', away_team), CONCAT(away_team, '/', home_team), FALSE, tipoff_utc, tipped_at, known_until FROM scheduled
),
whole_date AS (SELECT MIN(known_until) AS known_until FROM scheduled),
-- The games with predictions that were published before the tip-off.
published AS (
  SELECT DISTINCT predictions.game_id
  FROM nba_predictions.player_prop_predictions AS predictions
  INNER JOIN scheduled ON scheduled.game_id = predictions.game_id
  WHERE predictions.game_date = @game_date AND NOT COALESCE(predictions.is_backfill, predictions.created_at >= scheduled.tipped_at)
),
features AS (
  SELECT stored.*, games.tipoff_utc, games.known_until
  FROM nba_predictions.ml_feature_store_v2 AS stored
  INNER JOIN games ON games.game_id = stored.game_id AND games.team = stored.team
  WHERE stored.game_date = @game_date
),

-- A line captured after the tip-off of its game does not count. The line's game is that of its id, else that of the player's features.
market AS (
  SELECT player_lookup, game_id, bookmaker, line
  FROM (
    SELECT
      player_lookup, game_id, bookmaker, line, is_main_line,
      COALESCE(captured_at, noon_at) AS known_at,
      CASE
        WHEN last_seen_at BETWEEN captured_at AND LEAST(known_until, COALESCE(tipoff_utc, known_until)) THEN last_seen_at
        ELSE COALESCE(captured_at, noon_at)
      END AS seen_at
    FROM (
      SELECT
        shown.player_lookup, shown.game_id, LOWER(shown.bookmaker) AS bookmaker, shown.line, shown.is_main_line,
        shown.captured_at, shown.last_seen_at,
        COALESCE(own_game.tipoff_utc, features.tipoff_utc, shown.commence_time) AS tipoff_utc,
        COALESCE(own_game.known_until, features.known_until, whole_date.known_until) AS known_until,
        TIMESTAMP_ADD(
          CAST(shown.game_date AS TIMESTAMP),
          INTERVAL (CASE
            WHEN FORMAT_TIMESTAMP('%H', TIMESTAMP_ADD(CAST(shown.game_date AS TIMESTAMP), INTERVAL 17 HOUR), 'America/New_York') = '13' THEN 16
            ELSE 17
          END) HOUR
        ) AS noon_at
      FROM nba_raw.prop_lines AS shown
      CROSS JOIN whole_date
      LEFT JOIN scheduled AS own_game ON own_game.game_id = shown.game_id
      LEFT JOIN features ON features.player_lookup = shown.player_lookup
      WHERE shown.game_date = @game_date AND LOWER(COALESCE(shown.line_type, 'standard')) = 'standard'
    ) AS lines
    WHERE COALESCE(captured_at, noon_at) <= known_until AND (captured_at IS NULL OR tipoff_utc IS NULL OR captured_at < tipoff_utc)
  ) AS known
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY player_lookup
    ORDER BY
      is_main_line DESC NULLS LAST,
      CASE bookmaker WHEN 'draftkings' THEN 1 WHEN 'fanduel' THEN 2 WHEN 'betmgm' THEN 3 WHEN 'williamhill_us' THEN 4 ELSE 5 END ASC NULLS FIRST,
      seen_at DESC NULLS LAST, bookmaker ASC NULLS FIRST, known_at DESC NULLS LAST, line ASC NULLS FIRST
  ) = 1
),
-- A report from after the tip-off of the team's game does not count either. A complete report of a team replaces its older reports. Therefore a
-- player who is absent from it has no report. A partial report replaces nothing.
reports AS (
  SELECT player_lookup, status
  FROM (
    SELECT
      injuries.player_lookup, LOWER(injuries.status) AS status, injuries.report_at,
      MAX(CASE WHEN injuries.team IS NOT NULL AND COALESCE(injuries.report_scope, 'complete') <> 'partial' THEN injuries.report_at END)
        OVER (PARTITION BY injuries.team) AS replaced_at
    FROM nba_raw.injuries AS injuries
    CROSS JOIN whole_date
    LEFT JOIN features ON features.player_lookup = injuries.player_lookup
    LEFT JOIN games ON games.team = COALESCE(injuries.team, features.team)
    WHERE injuries.game_date = @game_date AND LOWER(injuries.status) <> 'not submitted'
      AND injuries.report_at <= COALESCE(games.known_until, whole_date.known_until)
      AND (games.tipoff_utc IS NULL OR injuries.report_at < games.tipoff_utc)
  ) AS known_reports
  WHERE report_at >= COALESCE(replaced_at, report_at)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY report_at DESC NULLS LAST) = 1
),

newest_games AS (
  SELECT player_lookup, player_name, team, minutes_avg_last_7_days
  FROM (
    SELECT
      player_lookup, player_name, team, game_date,
      AVG(CASE WHEN minutes > 0 AND game_date >= DATE_SUB(@game_date, INTERVAL 7 DAY) THEN minutes END) OVER (PARTITION BY player_lookup)
        AS minutes_avg_last_7_days
    FROM nba_raw.player_game_logs
    WHERE game_date < @game_date AND game_date >= DATE_SUB(@game_date, INTERVAL 30 DAY)
      AND player_lookup NOT IN (SELECT player_lookup FROM features)
  ) AS without_features
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY player_lookup ORDER BY game_date DESC NULLS LAST) = 1
),
people AS (
  SELECT player_lookup, player_name, game_id, team, opponent, is_home, minutes_avg_last_7_days FROM features
  UNION ALL
  SELECT
    newest_games.player_lookup, newest_games.player_name, games.game_id, games.team, games.opponent, games.is_home,
    newest_games.minutes_avg_last_7_days
  FROM newest_games
  INNER JOIN games ON games.team = newest_games.team
  LEFT JOIN market ON market.player_lookup = newest_games.player_lookup
  WHERE COALESCE(market.game_id, games.game_id) = games.game_id
)
SELECT
  people.player_lookup, people.player_name, people.game_id, people.team, people.opponent, people.is_home,
  people.minutes_avg_last_7_days,
  CASE WHEN COALESCE(market.game_id, people.game_id) = people.game_id THEN market.line END AS line,
  CASE WHEN COALESCE(market.game_id, people.game_id) = people.game_id THEN market.bookmaker END AS line_source,
  reports.status AS injury_status,
  scheduled.tipped_at, published.game_id IS NOT NULL AS is_published,
  features.feature_version, features.feature_quality_score AS quality_score,
  features.quality_matchup, features.quality_player_history, features.quality_team_context, features.quality_vegas, features.quality_game_context,
  features.days_rest, features.last_season_features, features.assumed_features,
  features.points_avg_last_5, features.points_avg_last_10, features.points_avg_season, features.points_std_last_10,
  features.games_in_last_7_days, features.fatigue_score, features.shot_zone_mismatch_score, features.pace_score,
  features.usage_spike_score, features.rest_advantage, features.injury_risk, features.recent_trend, features.minutes_change,
  features.opponent_def_rating, features.opponent_pace, features.home_away, features.back_to_back, features.playoff_game,
  features.pct_paint, features.pct_mid_range, features.pct_three, features.pct_free_throw, features.team_pace, features.team_off_rating,
  features.team_win_pct, features.vegas_points_line, features.vegas_opening_line, features.vegas_line_move, features.has_vegas_line,
  features.avg_points_vs_opponent, features.games_vs_opponent, features.minutes_avg_last_10, features.ppm_avg_last_10,
  features.dnp_rate, features.pts_slope_10g, features.pts_vs_season_zscore, features.breakout_flag,
  features.breakout_risk_score, features.composite_breakout_signal,
  features.shot_points_ew_5, features.shot_points_per_minute_ew_10, features.projected_points, features.points_ew_20, features.minutes_last_game,
  features.minutes_ew_2, features.minutes_ew_10, features.usage_ew_10, features.starts_share_last_5, features.days_since_last_game,
  features.teammates_missing_points_vs_usual, features.teammates_newly_missing_points, features.teammates_scoring_more,
  features.opponent_points_allowed_above_expected, features.expected_margin, features.line_consensus,
  CONCAT(
    '{"points":[', RTRIM(COALESCE(features.past_points, ''), ','),
    '],"opponent_tier":[', RTRIM(
      REPLACE(REPLACE(REPLACE(COALESCE(features.past_opponent_tiers, ''), 'A', '"tier_1_elite",'), 'B', '"tier_2_average",'), 'C', '"tier_3_weak",'), ','
    ),
    '],"days_rest":[', RTRIM(COALESCE(features.past_days_rest, ''), ','),
    '],"is_home":[', RTRIM(REPLACE(REPLACE(COALESCE(features.past_is_home, ''), 'T', 'true,'), 'F', 'false,'), ','),
    '],"recent_form":[', RTRIM(
      REPLACE(REPLACE(REPLACE(COALESCE(features.past_recent_form, ''), 'H', '"hot",'), 'N', '"normal",'), 'C', '"cold",'), ','
    ),
    ']}'
  ) AS history
FROM people
INNER JOIN scheduled ON scheduled.game_id = people.game_id
LEFT JOIN published ON published.game_id = people.game_id
LEFT JOIN features ON features.player_lookup = people.player_lookup
LEFT JOIN market ON market.player_lookup = people.player_lookup
LEFT JOIN reports ON reports.player_lookup = people.player_lookup
-- Rows are sorted by id, because the store writes 100,000 documents much faster when they go to neighbouring pages.
ORDER BY people.player_lookup NULLS FIRST
