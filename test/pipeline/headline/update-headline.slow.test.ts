import { describe, expect, it } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { readHeadlineModel } from '#src/pipeline/headline/headline-model.ts';
import { updateHeadline } from '#src/pipeline/headline/update-headline.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { pipelineStores } from '../pipeline-stores.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';

const emptied = warehouseOfFile();
const MORNING = { until: '2026-02-05', since: '2026-02-06' };

interface Grades {
  readonly model: string;
  readonly players: number;
  readonly error: number;
  readonly date?: string;
}

async function grade(warehouse: Warehouse, { model, players, error, date = '2026-02-05' }: Grades): Promise<void> {
  const sql = `INSERT INTO nba_predictions.prediction_accuracy (
      game_date, prediction_id, system_id, model_version, batch_id, player_lookup, player_name, game_id, team_abbr,
      opponent_team_abbr, predicted_points, confidence_score, confidence_decile, recommendation, line_value,
      line_source, feature_quality_score, data_quality_tier, absolute_error, predicted_margin, is_voided,
      pre_game_injury_flag, grading_run, graded_at)
    SELECT
      DATE '${date}', '${model} ${date} ' || player, '${model}', '1', 'b', 'p' || player, 'P', 'g', 'BOS', 'NYK',
      20, 0.8, 8, 'PASS', 20, 'ACTUAL', 90, 'gold', ${error}, 0, FALSE, FALSE, 1, TIMESTAMP '2026-02-06 07:00:00'
    FROM range(${players}) AS numbers(player)`;
  await warehouse.execute({ sql }, `grade-${model}-${date}`);
}

async function aGradedSeason(...grades: readonly Grades[]) {
  const stores = await pipelineStores(await emptied());
  for (const each of grades) await grade(stores.warehouse, each);
  return { ...stores, auditContext: systemAuditContext(stores.audit, 'grade-last-night') };
}

const OLD: Grades = { model: 'catboost_v9', players: 500, error: 4.7 };
const BETTER: Grades = { model: 'ensemble_v1_1', players: 500, error: 4.6 };

describe('the headline model', () => {
  it('is the first one until the grades change it, and the change holds from its date on', async () => {
    const deps = await aGradedSeason(OLD, BETTER);
    expect(await readHeadlineModel(deps, '2026-02-06')).toBe('catboost_v9');

    expect(await updateHeadline(deps, MORNING)).toBe('ensemble_v1_1');

    expect(await readHeadlineModel(deps, '2026-02-05')).toBe('catboost_v9');
    expect(await readHeadlineModel(deps, '2026-02-06')).toBe('ensemble_v1_1');
    expect(await readHeadlineModel(deps, '2026-03-01')).toBe('ensemble_v1_1');
  });

  it('changes once a morning, with one post and one audit record', async () => {
    const deps = await aGradedSeason(OLD, BETTER);
    await updateHeadline(deps, MORNING);
    expect(await updateHeadline(deps, MORNING)).toBeUndefined();

    const posts = await deps.store.query({ collection: POSTS }, {});
    expect(posts.map(({ id, data }) => [id, JSON.parse(data.wanted)])).toMatchObject([
      [
        'headline-model-2026-02-06',
        { system_id: 'ensemble_v1_1', comparison: { players: 500, mae: expect.closeTo(4.6) } },
      ],
    ]);
    const records = await deps.store.query({ collection: AUDIT_RECORDS }, {});
    expect(records.map(({ data }) => data.action)).toEqual(['headline.changed']);
  });

  it('stays when the better model was graded on other games or before the last 60 days', async () => {
    const deps = await aGradedSeason(
      OLD,
      { ...BETTER, date: '2026-02-04' },
      { ...BETTER, date: '2025-12-07' },
      {
        ...OLD,
        date: '2025-12-07',
      },
    );
    expect(await updateHeadline(deps, MORNING)).toBeUndefined();
  });

  it('counts games on the first of the 60 days', async () => {
    const first = '2025-12-08';
    const deps = await aGradedSeason({ ...OLD, date: first }, { ...BETTER, date: first });
    expect(await updateHeadline(deps, MORNING)).toBe('ensemble_v1_1');
  });

  it('is the pinned model, which no grade changes', async () => {
    const deps = { ...(await aGradedSeason(OLD, BETTER)), pinnedHeadline: 'moving_average' };
    expect(await updateHeadline(deps, MORNING)).toBeUndefined();
    expect(await readHeadlineModel(deps, '2026-02-06')).toBe('moving_average');
  });
});
