-- One page of the active predictions of a date. A page has whole players, those with the largest edges first.
SELECT
  system_id, player_lookup, player_name, team_abbr, opponent_team_abbr, game_id, predicted_points, confidence_score,
  recommendation, current_points_line, line_margin, is_actionable, filter_reason, scoring_tier, scenario_category,
  model_version, model_file_name, model_sha256, build_commit_sha, batch_id, generation,
  COALESCE(is_backfill, FALSE) AS is_backfill
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
  AND player_lookup IN (
    SELECT player_lookup
    FROM (
      SELECT
        player_lookup,
        ROW_NUMBER() OVER (
          ORDER BY ABS(AVG(predicted_points) - MIN(current_points_line)) DESC NULLS LAST, player_lookup ASC NULLS LAST
        ) AS place
      FROM nba_predictions.player_prop_predictions
      WHERE game_date = @game_date AND is_active
      GROUP BY player_lookup
    ) AS ranked
    WHERE place > @skipped_players AND place <= @skipped_players + @page_players
  )
ORDER BY player_lookup NULLS LAST, system_id NULLS LAST
