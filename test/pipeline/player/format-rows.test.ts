import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ensembleV1 } from '#src/pipeline/models/ensemble-v1.ts';
import type { Model } from '#src/pipeline/models/model.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { formatRows } from '#src/pipeline/player/format-rows.ts';
import { predictionColumns } from '#src/pipeline/tables/player-prop-predictions.ts';
import { aModel } from '../models/a-model.ts';
import { anArtifact } from '../models/an-artifact.ts';
import { EXAMPLE_INPUT } from '../models/example-input.ts';
import { RULE_MODELS } from '../models/rule-models.ts';
import { GOOD_INPUT } from './a-player.ts';

const Rows = z.array(z.record(z.string(), z.unknown()));

const trained: Model = {
  ...aModel('catboost_v9', () => ({ predictedPoints: 15.94, confidence: 79, recommendation: 'UNDER' })),
  confidenceScale: 100,
  version: '9',
  artifact: anArtifact(),
};

const PLAYER = {
  player_lookup: 'cobywhite',
  player_name: 'Coby White',
  team: 'CHA',
  opponent: 'HOU',
  game_id: '0022500733',
  generation: 1,
};

function rowsOf(models: readonly Model[], input: Partial<typeof GOOD_INPUT> = {}, injuryStatus?: string) {
  const known = { ...GOOD_INPUT, ...input };
  const { features, quality_score: quality } = known;
  const { results } = runModels(models, { ...EXAMPLE_INPUT, features, quality, line: known.line ?? undefined });
  const build = { commit: 'abc1234', revision: 'worker-00042' };
  const context = { batchId: 'b', mode: 'RETRY', player: PLAYER, input: known, build, injuryStatus };
  const lines = formatRows(context, results);
  return Rows.parse(lines.split('\n').map((line) => JSON.parse(line)));
}

describe('the rows of a player', () => {
  it('have only columns of the table, and all required ones', () => {
    const known = new Set([...predictionColumns.map(({ name }) => name), 'outcome']);
    const needed = predictionColumns.filter(({ mode }) => mode === 'required').map(({ name }) => name);

    for (const row of rowsOf([...RULE_MODELS, trained, ensembleV1])) {
      expect(Object.keys(row).filter((name) => !known.has(name))).toEqual([]);
      expect(row).toMatchObject(Object.fromEntries(needed.map((name) => [name, expect.anything()])));
    }
  });

  it('include edge, tier, scenario, and whether to act on it', () => {
    expect(rowsOf([trained])[0]).toMatchObject({
      predicted_points: 15.9,
      line_margin: -3.56,
      recommendation: 'UNDER',
      is_actionable: false,
      filter_reason: 'hot_streak_under_risk',
      scoring_tier: 'starter',
      tier_adjustment: 3,
      scenario_category: 'standard_under',
      scenario_flags: '{"edge":3.56,"line":19.5,"blacklisted":false,"risky_opponent":false}',
    });
  });

  it('include the median line and the injury status that they were predicted with', () => {
    const features = { ...GOOD_INPUT.features, line_consensus: 20 };
    expect(rowsOf([trained], { features }, 'Game Time Decision')[0]).toMatchObject({
      line_consensus: 20,
      injury_status: 'questionable',
    });
    expect(rowsOf([trained])[0]).not.toHaveProperty('injury_status');
  });

  it('leave out the reason, the line and the scenario’s flags without a line', () => {
    const [row] = rowsOf([trained], { line: null, line_source: null });

    expect(row).toMatchObject({ recommendation: 'NO_LINE', is_actionable: true, scenario_category: 'unknown' });
    for (const name of ['filter_reason', 'current_points_line', 'line_margin', 'scenario_flags', 'sportsbook'])
      expect(row).not.toHaveProperty(name);
  });

  it('RT-39: include the version, file, hash and training window of a trained model, and the version of the code', () => {
    expect(rowsOf([trained])[0]).toMatchObject({
      system_id: 'catboost_v9',
      model_version: '9',
      model_file_name: 'catboost_v9.cbm',
      model_sha256: 'a'.repeat(64),
      model_training_start_date: '2025-10-21',
      model_training_end_date: '2026-01-31',
      build_commit_sha: 'abc1234',
      deployment_revision: 'worker-00042',
    });
  });

  it('of a rule-based model include its version and no file', () => {
    for (const row of rowsOf(RULE_MODELS)) {
      expect(row).toHaveProperty('model_version', '1.0');
      expect(row).not.toHaveProperty('model_sha256');
    }
  });

  it('of an ensemble include the agreement of its components', () => {
    const rows = rowsOf([...RULE_MODELS, trained, ensembleV1]);

    expect(rows.at(-1)).toMatchObject({
      system_id: 'ensemble_v1',
      prediction_variance: expect.closeTo(3.43, 1),
      system_agreement_score: 70,
      contributing_systems: 4,
    });
    expect(rows[0]).not.toHaveProperty('contributing_systems');
  });

  it('have low quality below 70', () => {
    expect(rowsOf([trained], { quality_score: 70 })[0]).toHaveProperty('low_quality_flag', false);
    expect(rowsOf([trained], { quality_score: 69.99 })[0]).toHaveProperty('low_quality_flag', true);
  });
});
