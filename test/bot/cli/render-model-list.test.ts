import { expect, test } from 'vitest';
import { renderModelList } from '#src/bot/cli/render/render-model-list.ts';

const RULE = {
  system_id: 'moving_average',
  version: '1.0',
  kind: 'rule' as const,
  file: null,
  sha256: null,
  trained_from: null,
  trained_to: null,
  trained_at: null,
  features: null,
  hold_out: null,
};
const TRAINED = {
  system_id: 'catboost_v9',
  version: 'v9_2026_01',
  kind: 'trained' as const,
  file: 'catboost_v9.cbm',
  sha256: '0123456789abcdef'.repeat(4),
  trained_from: '2025-10-21',
  trained_to: '2026-01-31',
  trained_at: '2026-02-01',
  features: 39,
  hold_out: { mae: 4.94, bias: -0.12, share_above: 0.497, games: 1234, from: '2026-02-01', to: '2026-02-28' },
};

test('the models are one line each, with twelve digits of the hash, and dashes where a rule has nothing', () => {
  expect(renderModelList({ models: [RULE, TRAINED] }).split('\n')).toEqual([
    'model           version     kind      MAE   bias  above %  games  trained on                features  file             sha256',
    'moving_average  1.0         rule        –      –        –      –  –                                –  –                –',
    'catboost_v9     v9_2026_01  trained  4.94  -0.12     49.7  1,234  2025-10-21 to 2026-01-31        39  catboost_v9.cbm  0123456789ab',
  ]);
});
