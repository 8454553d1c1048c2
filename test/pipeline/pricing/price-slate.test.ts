import { describe, expect, test } from 'vitest';
import { priceSlate } from '#src/pipeline/pricing/price-slate.ts';
import { injuries } from '#src/pipeline/tables/injuries.ts';
import { mlFeatureStoreV2 } from '#src/pipeline/tables/ml-feature-store-v2.ts';
import { playerPropPredictions } from '#src/pipeline/tables/player-prop-predictions.ts';
import { propLines } from '#src/pipeline/tables/prop-lines.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { fillTable } from '../fill-table.ts';
import { aLine, aPrediction, DATE } from '../grading/a-night.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';
import { A_TRAINING } from './a-training.ts';

const GAME = 'g1';
const TIPOFF = '2026-02-06T00:00:00Z';
const NOW = new Date('2026-02-05T22:00:00Z');
const temporaryWarehouse = warehouseOfFile();

type Row = Readonly<Record<string, unknown>>;

const FEATURES: Row = {
  game_date: DATE,
  player_lookup: 'ann',
  player_name: 'Ann',
  game_id: GAME,
  team: 'HOM',
  opponent: 'AWY',
  is_home: true,
  past_points: ' 20, 25, 18,',
  past_opponent_tiers: 'BBB',
  past_days_rest: '1,1,1,',
  past_is_home: 'TTT',
  past_recent_form: 'NNN',
  as_of: NOW.toISOString(),
  feature_count: 55,
  feature_version: 'v3_55features',
  feature_quality_score: 95,
  quality_matchup: 95,
  quality_player_history: 95,
  quality_team_context: 95,
  quality_vegas: 95,
  quality_game_context: 95,
  quality_alert_level: 'green',
  default_features: '',
  missing_features: '',
  created_at: NOW.toISOString(),
};
const BOOKS = ['fanduel', 'betmgm', 'bovada'].map((bookmaker) =>
  aLine({ bookmaker, over_price: -110, under_price: -110 }),
);
const GENEROUS = aLine({ bookmaker: 'DraftKings', over_price: 120, under_price: -150 });

interface Evening {
  readonly lines?: readonly Row[];
  readonly predictions?: readonly Row[];
  readonly reports?: readonly Row[];
  readonly now?: Date;
}

async function filled(evening: Evening): Promise<Warehouse> {
  const warehouse = await temporaryWarehouse();
  const game = {
    season: '2025-26',
    season_type: 'regular',
    game_date: DATE,
    game_id: GAME,
    home_team: 'HOM',
    away_team: 'AWY',
  };
  await fillTable(warehouse, schedule, [{ ...game, tipoff_utc: TIPOFF }]);
  await fillTable(warehouse, mlFeatureStoreV2, [FEATURES]);
  await fillTable(warehouse, propLines, evening.lines ?? [...BOOKS, GENEROUS]);
  await fillTable(
    warehouse,
    playerPropPredictions,
    evening.predictions ?? [aPrediction('b', { predicted_points: 21.5 })],
  );
  await fillTable(warehouse, injuries, evening.reports ?? []);
  return warehouse;
}

async function priced(evening: Evening = {}) {
  const now = () => evening.now ?? NOW;
  const deps = { warehouse: await filled(evening), pricing: () => [A_TRAINING], now };
  const found = await priceSlate(deps, DATE);
  if (found.type !== 'priced') throw new Error(found.type);
  return found.pricingOf('ann');
}

describe('the pricing of a slate', () => {
  test('finds the pick among the stored lines', async () => {
    const { offers, decision } = await priced();
    expect(offers.map(({ bookmaker, kind }) => [bookmaker, kind])).toEqual([
      ['betmgm', 'main'],
      ['bovada', 'main'],
      ['draftkings', 'main'],
      ['fanduel', 'main'],
    ]);
    expect(decision).toMatchObject({ type: 'pick', side: 'OVER', price: 120, offer: { bookmaker: 'draftkings' } });
  });

  test('moves with the projection of the training, and not with other models', async () => {
    const overWith = async (system_id: string) => {
      const { offers } = await priced({ predictions: [aPrediction('b', { system_id, predicted_points: 30 })] });
      return offers.find(({ bookmaker }) => bookmaker === 'draftkings')?.chances.over ?? Number.NaN;
    };
    expect(await overWith('moving_average')).toBeCloseTo(0.5, 6);
    expect(await overWith('catboost_v9')).toBeGreaterThan(0.55);
  });

  test.each<[string, Row]>([
    ['that is captured later', { captured_at: '2026-02-05T22:00:01Z' }],
    ['for another game', { game_id: 'g2' }],
    ['of another kind', { line_type: 'promo' }],
  ])('ignores a line %s', async (_, changed) => {
    const { offers } = await priced({ lines: [...BOOKS, { ...GENEROUS, ...changed }] });
    expect(offers.map(({ bookmaker }) => bookmaker)).not.toContain('draftkings');
  });

  test('uses the newest price of a line', async () => {
    const older = { ...GENEROUS, over_price: 200, captured_at: '2026-02-05T17:00:00Z' };
    const { decision } = await priced({ lines: [...BOOKS, older, GENEROUS] });
    expect(decision).toMatchObject({ price: 120 });
  });

  test.each<[string, Evening, string]>([
    ['without a prediction', { predictions: [] }, 'not_predicted'],
    ['after the tip-off', { now: new Date(TIPOFF) }, 'game_started'],
    [
      'for a questionable player',
      {
        reports: [
          {
            report_at: '2026-02-05T21:00:00Z',
            game_date: DATE,
            player_name: 'Ann',
            player_lookup: 'ann',
            status: 'questionable',
          },
        ],
      },
      'injury_status',
    ],
    ['without lines', { lines: [] }, 'no_line'],
    [
      'with lines of the morning',
      { lines: [...BOOKS, GENEROUS].map((line) => ({ ...line, captured_at: '2026-02-05T13:59:00Z' })) },
      'old_lines',
    ],
  ])('gives no pick %s', async (_, evening, reason) => {
    expect((await priced(evening)).decision).toMatchObject({ type: 'no-pick', reason });
  });

  test('is impossible when every distribution was fitted on later games', async () => {
    const deps = { warehouse: await temporaryWarehouse(), pricing: () => [A_TRAINING], now: () => NOW };
    expect(await priceSlate(deps, '2025-10-20')).toEqual({ type: 'no-training' });
  });
});
