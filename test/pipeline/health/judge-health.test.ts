import { describe, expect, test } from 'vitest';
import type { HealthFacts } from '#src/pipeline/health/daily-health.ts';
import { healthStatus, judgeHealth } from '#src/pipeline/health/judge-health.ts';

const NOW = new Date('2026-02-06T12:10:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 60 * 60_000).toISOString();

const HEALTHY: HealthFacts = {
  date: '2026-02-06',
  headline_model: 'catboost_v9',
  yesterday: { game_date: '2026-02-05', games: 8, open_games: 0, graded: 700, voided: 20 },
  today: { games: 9, players: 54, predictions: 432 },
  week: [{ game_date: '2026-02-05', graded: 90, mae: 4.6, won: 11, lost: 10, voided: 1 }],
  imported_at: hoursAgo(3),
  unmatched_names: 5,
  incidents: [],
};

const problemsOf = (changed: Partial<HealthFacts>) =>
  judgeHealth({ ...HEALTHY, ...changed }, NOW).map(({ level, sentence }) => `${level}: ${sentence}`);

describe('the health of a morning', () => {
  test('has no problems at the limits of every rule', () => {
    expect(problemsOf({})).toEqual([]);
    expect(healthStatus([])).toBe('healthy');
  });

  test.for<[string, Partial<HealthFacts>, string]>([
    ['games without predictions', { today: { games: 9, players: 0, predictions: 0 } }, 'critical: There are 9 games'],
    [
      'few players',
      { today: { games: 9, players: 53, predictions: 400 } },
      'warning: Only 53 players are predicted; 54',
    ],
    ['no import ever', { imported_at: null }, 'critical: Nothing was ever imported.'],
    ['no import for 26 hours', { imported_at: hoursAgo(26) }, 'warning: The last import was 26 hours ago.'],
    ['no import for 50 hours', { imported_at: hoursAgo(50) }, 'critical: The last import was 50 hours ago.'],
    ['six unmatched names', { unmatched_names: 6 }, 'warning: 6 names'],
    ['21 unmatched names', { unmatched_names: 21 }, 'critical: 21 names'],
    [
      'an ungraded game',
      { yesterday: { ...HEALTHY.yesterday, open_games: 1 } },
      'warning: 1 game is not graded yet. `tipoff results grade 2026-02-05`',
    ],
    [
      'a losing week',
      { week: [{ game_date: '2026-02-05', graded: 90, mae: 4.6, won: 10, lost: 11, voided: 0 }] },
      'warning: Of the recommendations of the last seven days, 10 of 21 won.',
    ],
    ['an open incident', { incidents: ['A poison message'] }, 'warning: Open incident: A poison message.'],
  ])('names %s', ([, changed, expected]) => {
    const [problem, ...others] = problemsOf(changed);
    expect(problem?.startsWith(expected)).toBe(true);
    expect(others).toEqual([]);
  });

  test('has no problem on a day without games', () => {
    expect(problemsOf({ today: { games: 0, players: 0, predictions: 0 } })).toEqual([]);
  });

  test('judges no hit rate from 20 picks or fewer', () => {
    const week = [{ game_date: '2026-02-05', graded: 90, mae: 4.6, won: 0, lost: 20, voided: 0 }];
    expect(problemsOf({ week })).toEqual([]);
  });

  test('names critical problems first, and is as bad as its worst problem', () => {
    const problems = judgeHealth({ ...HEALTHY, incidents: ['Old'], imported_at: null }, NOW);
    expect(problems.map(({ level }) => level)).toEqual(['critical', 'warning']);
    expect(healthStatus(problems)).toBe('critical');
    expect(healthStatus(problems.slice(1))).toBe('warning');
  });
});
