-- Merges one generation of a batch into the table. A repeat changes nothing. A new row is active unless a newer sequence already has an active
-- row for the same game, player and model. An older active row becomes inactive when it is replaced, when its model is absent now, or when its
-- player was skipped. A player who failed or is missing keeps his rows. With @whole_slate, the rows of players outside of the batch become
-- inactive, too. The inserted rows are streamed from the staging table: a join with itself would keep the whole table in memory. Therefore
-- the rows to supersede carry the empty columns of no_row.
-- A game that has tipped by the wall clock (@now) and has rows from before its tip-off is closed: its rows never change, and it gets no new ones. A
-- game without a known tip-off counts as tipped at 05:00 UTC of the next day, when its date is over in New York. A row written after the tip-off is a
-- backfill, whatever the run mode of its batch. A backfill may replace a backfill. A newer row that was withdrawn (`invalidation_reason`) keeps older
-- ones inactive.
MERGE INTO nba_predictions.player_prop_predictions AS target
USING (
  WITH
  tipped AS (
    SELECT game_id, tipped_at
    FROM (
      SELECT
        game_id,
        COALESCE(tipoff_utc, TIMESTAMP_ADD(CAST(DATE_ADD(game_date, INTERVAL 1 DAY) AS TIMESTAMP), INTERVAL 5 HOUR)) AS tipped_at
      FROM nba_raw.schedule
      WHERE game_date = @game_date
    ) AS games
    WHERE tipped_at <= @now
  ),
  closed AS (
    SELECT DISTINCT published.game_id
    FROM nba_predictions.player_prop_predictions AS published
    INNER JOIN tipped ON tipped.game_id = published.game_id
    WHERE published.game_date = @game_date AND NOT COALESCE(published.is_backfill, published.created_at >= tipped.tipped_at)
  )
  SELECT 'insert' AS change, fresh.prediction_id AS changed_id, newer.superseded_by, tipped.game_id IS NOT NULL AS is_backfill, fresh.*
  FROM ${staging} AS fresh
  LEFT JOIN (
    SELECT game_id, player_lookup, system_id, MAX(prediction_id) AS superseded_by
    FROM nba_predictions.player_prop_predictions
    WHERE game_date = @game_date AND (is_active OR invalidation_reason IS NOT NULL) AND sequence > @sequence
    GROUP BY game_id, player_lookup, system_id
  ) AS newer
    ON newer.game_id = fresh.game_id
    AND newer.player_lookup = fresh.player_lookup
    AND newer.system_id = fresh.system_id
  LEFT JOIN tipped ON tipped.game_id = fresh.game_id
  LEFT JOIN closed ON closed.game_id = fresh.game_id
  WHERE fresh.outcome = 'predicted' AND closed.game_id IS NULL
  UNION ALL
  SELECT
    'supersede' AS change, older.prediction_id AS changed_id,
    COALESCE(replacement.prediction_id, CONCAT(@batch_id, '-g', CAST(@generation AS STRING))) AS superseded_by,
    FALSE AS is_backfill,
    no_row.*
  FROM nba_predictions.player_prop_predictions AS older
  LEFT JOIN (
    SELECT player_lookup, MAX(outcome) AS outcome FROM ${staging} GROUP BY player_lookup
  ) AS player ON player.player_lookup = older.player_lookup
  LEFT JOIN ${staging} AS replacement
    ON replacement.outcome = 'predicted'
    AND replacement.game_id = older.game_id
    AND replacement.player_lookup = older.player_lookup
    AND replacement.system_id = older.system_id
  LEFT JOIN ${staging} AS no_row ON no_row.prediction_id = older.prediction_id AND no_row.outcome = 'none'
  LEFT JOIN closed ON closed.game_id = older.game_id
  WHERE older.game_date = @game_date
    AND closed.game_id IS NULL
    AND older.is_active
    AND older.sequence < @sequence
    AND (player.outcome IN ('predicted', 'skipped') OR (player.outcome IS NULL AND @whole_slate))
) AS change
ON target.game_date = @game_date AND target.prediction_id = change.changed_id
WHEN MATCHED AND change.change = 'supersede' THEN UPDATE SET
  is_active = FALSE, superseded_by = change.superseded_by, superseded_at = @merged_at, updated_at = @merged_at
WHEN NOT MATCHED AND change.change = 'insert' THEN INSERT (
  game_date, prediction_id, system_id, model_version, player_lookup, player_name, team_abbr, opponent_team_abbr,
  game_id, predicted_points, confidence_score, recommendation, has_prop_line, current_points_line, line_margin,
  line_source, sportsbook, feature_version, feature_quality_score, low_quality_flag, prediction_run_mode,
  is_actionable, filter_reason, scoring_tier, tier_adjustment, scenario_category, scenario_flags, prediction_variance,
  system_agreement_score, contributing_systems, model_file_name, model_sha256, model_training_start_date,
  model_training_end_date, build_commit_sha, deployment_revision, line_consensus, injury_status,
  batch_id, generation, sequence, is_active, superseded_by, superseded_at, created_at, updated_at, is_backfill
) VALUES (
  @game_date, change.prediction_id, change.system_id, change.model_version, change.player_lookup, change.player_name,
  change.team_abbr, change.opponent_team_abbr, change.game_id, change.predicted_points, change.confidence_score,
  change.recommendation, change.has_prop_line, change.current_points_line, change.line_margin, change.line_source,
  change.sportsbook, change.feature_version, change.feature_quality_score, change.low_quality_flag,
  CASE WHEN change.is_backfill THEN 'BACKFILL' ELSE change.prediction_run_mode END,
  change.is_actionable, change.filter_reason, change.scoring_tier, change.tier_adjustment,
  change.scenario_category, change.scenario_flags, change.prediction_variance, change.system_agreement_score,
  change.contributing_systems, change.model_file_name, change.model_sha256, change.model_training_start_date,
  change.model_training_end_date, change.build_commit_sha, change.deployment_revision,
  change.line_consensus, change.injury_status,
  @batch_id, @generation, @sequence, change.superseded_by IS NULL, change.superseded_by, NULL, @merged_at, @merged_at,
  change.is_backfill
)
