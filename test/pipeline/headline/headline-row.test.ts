import { expect, test } from 'vitest';
import { headlineRow, withHeadlines } from '#src/pipeline/headline/headline-row.ts';

const rows = (...models: readonly string[]) => models.map((system_id) => ({ system_id, player_lookup: 'ann' }));

test.for<[string, readonly string[], string | undefined]>([
  ['is by the headline model', ['ensemble_v1_1', 'champion', 'a'], 'champion'],
  ['is by the fallback model without a row of the headline model', ['a', 'ensemble_v1_1'], 'ensemble_v1_1'],
  ['is by the first model by id without both', ['c', 'b'], 'b'],
  ['does not exist without rows', [], undefined],
])('the headline projection %s', ([, models, expected]) => {
  expect(headlineRow(rows(...models), 'champion')?.system_id).toBe(expected);
});

test('every player has exactly one headline row', () => {
  const marked = withHeadlines([...rows('a', 'champion'), { system_id: 'a', player_lookup: 'bo' }], 'champion');
  expect(marked.filter(({ is_headline }) => is_headline)).toMatchObject([
    { player_lookup: 'ann', system_id: 'champion' },
    { player_lookup: 'bo', system_id: 'a' },
  ]);
});
