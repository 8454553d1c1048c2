-- The feature rows of a range with their target, the points scored. The target is NULL until the game is final and when the player did not play.
SELECT
  stored.game_date, stored.game_id, stored.player_lookup, stored.player_name, stored.team, stored.opponent, stored.is_home, stored.days_rest,
  stored.as_of, stored.feature_version, stored.feature_quality_score,
  CAST(logs.points AS FLOAT64) AS actual_points,
  stored.points_avg_last_5, stored.points_avg_last_10, stored.points_avg_season, stored.points_std_last_10, stored.games_in_last_7_days,
  stored.fatigue_score, stored.shot_zone_mismatch_score, stored.pace_score, stored.usage_spike_score, stored.rest_advantage,
  stored.injury_risk, stored.recent_trend, stored.minutes_change, stored.opponent_def_rating, stored.opponent_pace, stored.home_away,
  stored.back_to_back, stored.playoff_game, stored.pct_paint, stored.pct_mid_range, stored.pct_three, stored.pct_free_throw,
  stored.team_pace, stored.team_off_rating, stored.team_win_pct, stored.vegas_points_line, stored.vegas_opening_line,
  stored.vegas_line_move, stored.has_vegas_line, stored.avg_points_vs_opponent, stored.games_vs_opponent, stored.minutes_avg_last_10,
  stored.ppm_avg_last_10, stored.dnp_rate, stored.pts_slope_10g, stored.pts_vs_season_zscore, stored.breakout_flag,
  stored.breakout_risk_score, stored.composite_breakout_signal,
  stored.shot_points_ew_5, stored.shot_points_per_minute_ew_10, stored.projected_points, stored.points_ew_20, stored.minutes_last_game,
  stored.minutes_ew_2, stored.minutes_ew_10, stored.usage_ew_10, stored.starts_share_last_5, stored.days_since_last_game,
  stored.teammates_missing_points_vs_usual, stored.teammates_newly_missing_points, stored.teammates_scoring_more,
  stored.opponent_points_allowed_above_expected, stored.expected_margin, stored.line_consensus
FROM nba_predictions.ml_feature_store_v2 AS stored
LEFT JOIN nba_raw.player_game_logs AS logs
  ON logs.game_id = stored.game_id AND logs.player_lookup = stored.player_lookup AND logs.minutes > 0
WHERE stored.game_date BETWEEN @from_date AND @to_date
ORDER BY stored.game_date NULLS FIRST, stored.player_lookup NULLS FIRST
