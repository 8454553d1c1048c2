import { describe, expect, it } from 'vitest';
import { overrideSchedule } from '#src/jobs/override-schedule.ts';
import { SCHEDULE } from '#src/jobs/schedule.ts';
import { latestDue } from '#src/operations/jobs/due-time.ts';

const TICK_MS = 5 * 60_000;
const HOUR_MS = 60 * 60_000;
/** The first minute of each day and its length, in New York. */
const DAYS = {
  'an ordinary day': { from: '2026-02-05T05:00:00Z', hours: 24 },
  'the day summer time begins': { from: '2026-03-08T05:00:00Z', hours: 23 },
  'the day summer time ends': { from: '2026-11-01T04:00:00Z', hours: 25 },
} as const;
/** How often each job runs on a day. The jobs that run all day follow the length of the day. */
const RUNS_ON_A_DAY: Readonly<Record<string, number>> = {
  'build-features': 4,
  'predict-early': 1,
  'predict-morning': 1,
  'predict-retry': 4,
  'predict-final': 1,
  'predict-last-call': 29,
  'check-predictions': 10,
  'grade-last-night': 3,
  'post-daily-health': 1,
  'post-audit-head': 1,
  'clean-up': 1,
};
/** How often the jobs run that run all day. */
const RUNS_AN_HOUR: Readonly<Record<string, number>> = {
  'import-inbox': 12,
  'record-picks': 12,
  'age-incidents': 12,
  'post-tip-off': 12,
  // It runs every minute, and this clock ticks every five.
  'watch-deploys': 12,
  'plan-deploy-freeze': 12,
  'sweep-stalls': 4,
  'check-drift': 4,
  'check-queue': 4,
  'check-jobs': 4,
};

/** The due times that a clock handles which ticks every five minutes. */
function dueTimesOn(patterns: readonly string[], { from, hours }: { from: string; hours: number }): readonly string[] {
  const start = new Date(from).getTime() - TICK_MS;
  let handledUntil = new Date(start);
  const times: string[] = [];
  for (let tick = 1; tick <= (hours * HOUR_MS) / TICK_MS; tick += 1) {
    const now = new Date(start + tick * TICK_MS);
    const due = latestDue(patterns, { handledUntil, now, catchUpWithinMs: HOUR_MS });
    if (due === undefined) continue;
    times.push(due.toISOString());
    handledUntil = due;
  }
  return times;
}

describe.each(Object.entries(DAYS))('on %s (RT-37)', (_title, day) => {
  it.each(SCHEDULE.filter(({ name }) => !(name in RUNS_AN_HOUR)))(
    '$name is due as often as it should',
    ({ name, due }) => {
      const times = dueTimesOn(due, day);
      expect(new Set(times).size).toBe(times.length);
      expect(times.length).toBe(RUNS_ON_A_DAY[name]);
    },
  );

  it.each(SCHEDULE.filter(({ name }) => name in RUNS_AN_HOUR))('$name is due all the time', ({ name, due }) => {
    const aroundTheChange = { from: `${day.from.slice(0, 11)}05:00:00Z`, hours: 3 };
    expect(dueTimesOn(due, aroundTheChange)).toHaveLength((RUNS_AN_HOUR[name] ?? 0) * 3);
  });
});

it('every job has its own name and says what it does', () => {
  expect(new Set(SCHEDULE.map(({ name }) => name)).size).toBe(SCHEDULE.length);
  for (const { name, summary } of SCHEDULE)
    expect([name, summary]).toEqual([expect.stringMatching(/^[a-z-]+$/), expect.stringMatching(/^[A-Z].*\.$/)]);
});

describe('a schedule file', () => {
  const file = (text: string) => ({ path: '/etc/schedule.json', text });

  it('changes the times of one job and switches another off', () => {
    const changed = overrideSchedule(SCHEDULE, file('{"predict-morning": ["15 8 * * *"], "predict-early": "off"}'));
    expect(changed.find(({ name }) => name === 'predict-morning')?.due).toEqual(['15 8 * * *']);
    expect(changed.some(({ name }) => name === 'predict-early')).toBe(false);
    expect(changed).toHaveLength(SCHEDULE.length - 1);
    expect(overrideSchedule(SCHEDULE, file('\ufeff{}'))).toEqual(SCHEDULE);
  });

  it.each([
    ['{', 'The schedule file /etc/schedule.json is not JSON. Write an object such as {"predict-morning"'],
    ['{"__proto__": "off"}', 'names the job "__proto__", which does not exist'],
    ['{"predict-early": ["H * * * *"]}', 'has ["H * * * *"] for the job predict-early; write "off"'],
    [`{"predict-early": "${'x'.repeat(900)}"}`, 'xxx… (902 characters) for the job predict-early; write "off"'],
    ['[]', 'does not hold an object with the names of jobs'],
    [
      '{"predict-mourning": "off"}',
      'names the job "predict-mourning", which does not exist; the jobs are import-inbox',
    ],
    ['{"predict-early": "daily"}', 'has "daily" for the job predict-early; write "off", or a list of cron patterns'],
    ['{"predict-early": ["0 25 * * *"]}', 'has ["0 25 * * *"] for the job predict-early'],
    ['{"predict-early": []}', 'has [] for the job predict-early'],
  ])('%s is refused', (text, message) => {
    expect(() => overrideSchedule(SCHEDULE, file(text))).toThrow(message);
  });
});
