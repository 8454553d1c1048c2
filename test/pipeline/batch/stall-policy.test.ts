import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, diagnoseStall, type StallFacts } from '#src/pipeline/batch/stall-policy.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-02-05T20:00:00Z');
const minutes = (count: number) => START + count * MINUTE_MS;

/** An open batch of 136 players that a process runs. Its last player finished eleven minutes after the start. */
const QUIET: StallFacts = {
  state: 'open',
  done: 119,
  expected: 136,
  documents: 136,
  ruledOut: 0,
  startedAt: START,
  progressedAt: minutes(11),
  isLed: true,
  isHeld: false,
  firstTipAt: null,
  doneBefore: 119,
  now: minutes(21),
};
const diagnose = (facts: Partial<StallFacts>) => diagnoseStall({ ...QUIET, ...facts }, DEFAULT_THRESHOLDS);

describe('a batch is healthy', () => {
  it.each<[string, Partial<StallFacts>]>([
    ['nine minutes after its last outcome', { now: minutes(20) }],
    ['when a player finished since the previous examination', { doneBefore: 118 }],
    ['while it progresses until just before two hours', { progressedAt: minutes(119), now: minutes(119) }],
    ['until just before the first tip-off', { progressedAt: minutes(20), firstTipAt: minutes(21) + 1 }],
    ['nine minutes after it began to prepare', { state: 'preparing', done: 0, progressedAt: START, now: minutes(9) }],
  ])('%s', (_, facts) => expect(diagnose(facts)).toBeUndefined());
});

describe('an open batch', () => {
  it.each<[string, Partial<StallFacts>, ReturnType<typeof diagnoseStall>]>([
    ['without progress at 87 % alerts people', {}, { cause: 'no_progress', action: 'alert' }],
    [
      'without progress at 90 % is published as partial',
      { done: 123, doneBefore: 123 },
      { cause: 'no_progress', action: 'complete-partial' },
    ],
    [
      'that nobody examined before is published as partial too',
      { done: 123, doneBefore: null },
      { cause: 'no_progress', action: 'complete-partial' },
    ],
    ['that no process runs names that cause', { isLed: false }, { cause: 'no_heartbeat', action: 'alert' }],
    ['without any outcome never started', { done: 0, doneBefore: 0 }, { cause: 'never_started', action: 'alert' }],
    [
      'whose missing players are ruled out by now expects too many',
      { ruledOut: 17 },
      { cause: 'wrong_expected', action: 'alert' },
    ],
    [
      'with fewer documents than it expects names that cause (RT-07)',
      { documents: 135, done: 125, doneBefore: 125 },
      { cause: 'wrong_expected', action: 'complete-partial' },
    ],
    [
      'that progresses after two hours is too old and frees its date (RT-09)',
      { progressedAt: minutes(120), now: minutes(120) },
      { cause: 'too_old', action: 'abandon' },
    ],
    [
      'that is too old at 90 % is published as partial',
      { done: 123, progressedAt: minutes(120), now: minutes(120) },
      { cause: 'too_old', action: 'complete-partial' },
    ],
    ['is too old at the first tip-off', { firstTipAt: minutes(21) }, { cause: 'too_old', action: 'abandon' }],
    [
      'that expects nobody is never enough to publish',
      { done: 0, expected: 0, documents: 0, doneBefore: 0, now: minutes(120) },
      { cause: 'too_old', action: 'abandon' },
    ],
  ])('%s', (_, facts, expected) => expect(diagnose(facts)).toEqual(expected));
});

describe('a batch that is not open', () => {
  it.each<[string, Partial<StallFacts>, ReturnType<typeof diagnoseStall>]>([
    [
      'a preparing one never started',
      { state: 'preparing', done: 0, doneBefore: 0 },
      { cause: 'never_started', action: 'alert' },
    ],
    [
      'a preparing one that is too old is abandoned',
      { state: 'preparing', done: 0, now: minutes(120) },
      { cause: 'too_old', action: 'abandon' },
    ],
    [
      'a consolidation without a process continues',
      { state: 'consolidating', isLed: false },
      { cause: 'no_heartbeat', action: 'resume' },
    ],
    [
      'a consolidation is never abandoned',
      { state: 'consolidating', now: minutes(500) },
      { cause: 'too_old', action: 'resume' },
    ],
    [
      'a failed consolidation alerts people',
      { state: 'failed', isLed: false },
      { cause: 'no_heartbeat', action: 'alert' },
    ],
    [
      'a failed consolidation with enough players is repeated when it is too old',
      { state: 'failed', done: 136, now: minutes(120) },
      { cause: 'too_old', action: 'resume' },
    ],
    [
      'a failed consolidation with too few players is abandoned when it is too old',
      { state: 'failed', now: minutes(120) },
      { cause: 'too_old', action: 'abandon' },
    ],
  ])('%s', (_, facts, expected) => expect(diagnose(facts)).toEqual(expected));
});
