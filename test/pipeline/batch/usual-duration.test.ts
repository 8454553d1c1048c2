import { expect, it } from 'vitest';
import { usualDuration } from '#src/pipeline/batch/usual-duration.ts';
import { Instant, laterBy } from '#src/platform/instant.ts';

const START = Instant.parse('2026-02-05T23:00:00.000000Z');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A batch that ended `day` days after the first one and took so many minutes. */
const ended = (minutes: number, day = 0, result: 'complete' | 'partial' | 'empty' | 'abandoned' = 'complete') => {
  const generation_started_at = laterBy(START, day * DAY_MS);
  const completion_time = laterBy(generation_started_at, minutes * MINUTE_MS);
  const ofFirst = { start_time: generation_started_at, first_completion_time: null };
  return { result, rerun_players: null, generation_started_at, completion_time, ...ofFirst };
};

it('is the median, so one slow night changes nothing', () => {
  expect(usualDuration([ended(3), ended(4), ended(90)])).toBe(4 * MINUTE_MS);
});

it('counts the newest twenty batches alone', () => {
  const old = Array.from({ length: 30 }, (_, day) => ended(50, day));
  const recent = Array.from({ length: 20 }, (_, day) => ended(5, 100 + day));
  expect(usualDuration([...old, ...recent])).toBe(5 * MINUTE_MS);
});

it('is at least one minute', () => {
  expect(usualDuration([ended(0.1)])).toBe(MINUTE_MS);
});

it('counts the first generation of a batch that later runs of the day have continued', () => {
  const hours = 8 * 60;
  const first_completion_time = laterBy(START, 4 * MINUTE_MS);
  const generation_started_at = laterBy(START, hours * MINUTE_MS);
  const continued = { ...ended(hours + 1), rerun_players: ['a'], generation_started_at, first_completion_time };
  expect(usualDuration([continued])).toBe(4 * MINUTE_MS);
});

it('leaves out re-runs and batches that published nothing, and is unknown without any other', () => {
  const rerun = { ...ended(1), rerun_players: ['a'] };
  expect(usualDuration([rerun, ended(9, 0, 'abandoned'), ended(9, 0, 'empty')])).toBeNull();
});
