-- One page of the active predictions of a date. A page has whole players, those whose projections differ most from the
-- line first. A player's projection is that of @headline_model, or else that of @fallback_model, or else that of the
-- first model.
SELECT
  system_id, player_lookup, player_name, team_abbr, opponent_team_abbr, game_id, predicted_points, confidence_score,
  recommendation, current_points_line, line_margin, is_actionable, filter_reason, scoring_tier, scenario_category,
  model_version, model_file_name, model_sha256, build_commit_sha, batch_id, generation, sportsbook,
  COALESCE(is_backfill, FALSE) AS is_backfill
FROM nba_predictions.player_prop_predictions
WHERE game_date = @game_date AND is_active
  AND player_lookup IN (
    SELECT player_lookup
    FROM (
      SELECT
        player_lookup,
        ROW_NUMBER() OVER (
          ORDER BY ABS(line_margin) DESC NULLS LAST, player_lookup ASC NULLS LAST
        ) AS place
      FROM (
        SELECT player_lookup, line_margin
        FROM nba_predictions.player_prop_predictions
        WHERE game_date = @game_date AND is_active
        QUALIFY ROW_NUMBER() OVER (
          PARTITION BY player_lookup
          ORDER BY
            CASE system_id WHEN @headline_model THEN 0 WHEN @fallback_model THEN 1 ELSE 2 END ASC NULLS LAST,
            system_id ASC NULLS LAST
        ) = 1
      ) AS projections
    ) AS ranked
    WHERE place > @skipped_players AND place <= @skipped_players + @page_players
  )
ORDER BY player_lookup NULLS LAST, system_id NULLS LAST
