import { expect, it } from 'vitest';
import type { DeliveryCounts, ReasonCount } from '#src/pipeline/deliveries/delivery-counts.ts';
import { patternReport } from '#src/pipeline/deliveries/error-incident.ts';
import { errorPattern, mergeDeliveries, type RetryLoop } from '#src/pipeline/deliveries/error-pattern.ts';
import { Instant } from '#src/platform/instant.ts';

const MINUTE = Instant.parse('2026-02-05T23:00:00.000000Z');
const TIMEOUT = 'the store cannot be reached';

function counts(ok: number, transient: number): ReasonCount[] {
  return [
    { class: 'ok', reason: null, deliveries: ok },
    { class: 'transient', reason: TIMEOUT, deliveries: transient },
  ];
}

function loop(changed: Partial<RetryLoop> = {}): RetryLoop {
  return {
    batch_id: 'batch_2026-02-05_1',
    player_lookup: 'cobywhite',
    player_name: 'Coby White',
    attempt: 1,
    deliveries: 3,
    class: 'transient',
    reason: TIMEOUT,
    status: 'requested',
    ...changed,
  };
}

it.each([
  ['no deliveries', 'silent', counts(0, 0)],
  ['only successful deliveries', 'silent', counts(500, 0)],
  ['19 deliveries that all failed, which are too few', 'silent', counts(0, 19)],
  ['exactly 10 % of 20', 'silent', counts(18, 2)],
  ['more than 10 % of 20', 'fires', counts(17, 3)],
  ['20 deliveries that all failed', 'fires', counts(0, 20)],
  ['exactly 10 % of 1,000', 'silent', counts(900, 100)],
  ['one more than 10 % of 1,001', 'fires', counts(900, 101)],
])('RT-43: the rate of errors with %s: %s', (_what, expected, counted) => {
  expect(errorPattern(counted, []) === undefined ? 'silent' : 'fires').toBe(expected);
});

it.each([
  [2, 'silent'],
  [3, 'fires'],
  [15, 'fires'],
])('RT-43: a request that was delivered %i times without an answer: %s', (deliveries, expected) => {
  const pattern = errorPattern(counts(100, deliveries), [loop({ deliveries })]);
  expect(pattern === undefined ? 'silent' : 'fires').toBe(expected);
});

it('skips, failures for good and repeated deliveries do not count as errors', () => {
  const harmless = (['skipped', 'permanent', 'repeated', 'poison'] as const).map((kind) => ({
    class: kind,
    reason: 'any',
    deliveries: 100,
  }));
  expect(errorPattern(harmless, [])).toBeUndefined();
});

it('the counts of several processes and minutes are added, and of a request the most deliveries are kept', () => {
  const document = (deliveries: number, attempt = 1): DeliveryCounts => ({
    batch_id: 'b',
    minute: MINUTE,
    counts: counts(5, 2),
    repeated: [{ player_lookup: 'x', attempt, deliveries, class: 'transient', reason: TIMEOUT }],
  });
  const { counts: added, repeated } = mergeDeliveries([document(4), document(2), document(1, 2)]);
  expect(added.map(({ class: kind, deliveries }) => [kind, deliveries])).toEqual([
    ['ok', 15],
    ['transient', 6],
  ]);
  expect(repeated.map(({ attempt, deliveries }) => [attempt, deliveries]).toSorted()).toEqual([
    [1, 4],
    [2, 1],
  ]);
});

it('the incident of a retry loop names the player, the error and the ways out', () => {
  const pattern = errorPattern(counts(40, 3), [
    loop(),
    loop({ player_lookup: 'x', player_name: 'X', status: 'failed' }),
  ]);
  if (pattern === undefined) throw new Error('the pattern is silent');
  expect(patternReport(pattern)).toEqual({
    key: 'prediction-errors',
    title: 'A prediction request fails again and again',
    detail: `Within 15 minutes, 3 of 43 deliveries of prediction requests failed (7 %). Most frequent reasons: "${TIMEOUT}" (3 times). Delivered at least three times without an answer: "Coby White" (3 deliveries, still open, last error "${TIMEOUT}"), "X" (3 deliveries, failed, last error "${TIMEOUT}").`,
    remedy:
      '`tipoff batch dead-letters batch_2026-02-05_1` lists the errors. `tipoff predict skip cobywhite batch_2026-02-05_1` ends a request without a prediction, so that the batch can finish. `tipoff batch redrive batch_2026-02-05_1` requests the failed players again, when the cause is fixed.',
    steps: [
      {
        id: 'errors',
        label: 'See the errors',
        operation: 'batch dead-letters',
        given: { batch: 'batch_2026-02-05_1' },
      },
      {
        id: 'skip-cobywhite',
        label: 'Skip Coby White',
        operation: 'predict skip',
        given: { name: 'cobywhite', batch: 'batch_2026-02-05_1' },
      },
      { id: 'redrive', label: 'Redrive', operation: 'batch redrive', given: { batch: 'batch_2026-02-05_1' } },
    ],
  });
});

it('an error with control characters and backticks is quoted safely', () => {
  const pattern = errorPattern(counts(0, 1), [loop({ reason: 'bad "row" `rm`\u202e\nsecond line' })]);
  if (pattern === undefined) throw new Error('the pattern is silent');
  expect(patternReport(pattern).detail).toContain(`last error "bad 'row' 'rm'\\u202e"`);
});
