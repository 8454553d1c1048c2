import { describe, expect, it } from 'vitest';
import { scenarioOf } from '#src/pipeline/player/format-scenario.ts';
import type { RowFacts } from '#src/pipeline/player/row-facts.ts';
import { rowFacts } from './row-facts.ts';

type Row = readonly [facts: Partial<RowFacts>, category: string];

function table(...rows: readonly Row[]): readonly { facts: Partial<RowFacts>; category: string }[] {
  return rows.map(([facts, category]) => ({ facts, category }));
}

const listed = { playerLookup: 'lukadoncic' } as const;
const risky = { opponent: 'DEN' } as const;

describe('the scenario of a row', () => {
  it('is unknown without a line, and has no flags', () => {
    const noLine = rowFacts({ recommendation: 'NO_LINE', line: null, edge: null });

    expect(scenarioOf(noLine)).toEqual({ category: 'unknown', flags: null });
  });

  it.each(
    table(
      [{ recommendation: 'OVER', edge: 2.99 }, 'low_edge'],
      [{ recommendation: 'UNDER', edge: 2.99, line: 10 }, 'low_edge'],
      [{ recommendation: 'PASS', edge: 2.99 }, 'low_edge'],
      [{ recommendation: 'PASS', edge: 3 }, 'non_actionable'],
    ),
  )('$facts is $category', ({ facts, category }) => {
    expect(scenarioOf(rowFacts(facts)).category).toBe(category);
  });

  it.each(
    table(
      [{ line: 11.5, edge: 5 }, 'optimal_over'],
      [{ line: 11.5, edge: 7 }, 'optimal_over'],
      [{ line: 11.5, edge: 4.99 }, 'standard_over'],
      [{ line: 12, edge: 5 }, 'high_edge_over'],
      [{ line: 12, edge: 6.99 }, 'high_edge_over'],
      [{ line: 12, edge: 7 }, 'ultra_high_edge_over'],
      [{ line: 12, edge: 4.99 }, 'standard_over'],
      [{ line: 12, edge: 3 }, 'standard_over'],
    ),
  )('OVER with $facts is $category', ({ facts, category }) => {
    expect(scenarioOf(rowFacts({ ...facts, recommendation: 'OVER' })).category).toBe(category);
  });

  it.each(
    table(
      [{ line: 14.5 }, 'anti_under_low_line'],
      [{ line: 14.5, ...listed, ...risky }, 'anti_under_low_line'],
      [{ line: 15 }, 'standard_under'],
      [{ line: 19.5 }, 'standard_under'],
      [{ line: 19.5, ...risky }, 'under_risky'],
      [{ line: 19.5, ...listed }, 'under_risky'],
      [{ line: 20 }, 'under_safe'],
      [{ line: 24.5 }, 'under_safe'],
      [{ line: 20, ...risky }, 'under_risky'],
      [{ line: 20, ...listed }, 'under_risky'],
      [{ line: 25 }, 'optimal_under'],
      [{ line: 25, ...risky }, 'optimal_under'],
      [{ line: 25, ...listed }, 'under_risky'],
    ),
  )('UNDER with $facts is $category', ({ facts, category }) => {
    expect(scenarioOf(rowFacts({ ...facts, recommendation: 'UNDER' })).category).toBe(category);
  });

  it.each(['lukadoncic', 'juliusrandle', 'jarenjacksonjr', 'lameloball', 'dillonbrooks', 'michaelporterjr'])(
    '%s is on the list of players whose UNDER misses',
    (playerLookup) => {
      expect(scenarioOf(rowFacts({ playerLookup })).flags?.blacklisted).toBe(true);
    },
  );

  it.each(['PHI', 'MIN', 'DET', 'MIA', 'DEN'])('%s is a risky opponent', (opponent) => {
    expect(scenarioOf(rowFacts({ opponent })).flags?.risky_opponent).toBe(true);
  });

  it('keeps the facts behind the category', () => {
    expect(scenarioOf(rowFacts({ line: 21.5, edge: 3.25, ...risky })).flags).toEqual({
      line: 21.5,
      edge: 3.25,
      blacklisted: false,
      risky_opponent: true,
    });
  });
});
