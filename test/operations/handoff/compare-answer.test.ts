import { describe, expect, test } from 'vitest';
import { compareAnswer, parseExpectation } from '#src/operations/handoff/compare-answer.ts';
import type { Outcome } from '#src/operations/kit/operation.ts';

const ANSWER: Outcome<unknown> = {
  decision: 'done',
  code: 'complete',
  message: 'Yes.',
  data: {
    result: 'complete',
    predicted: 136,
    failure: null,
    commit: '1234567',
    at: '2026-02-05T23:00:00Z',
    tags: ['a', 'b'],
    locks: [
      { service: 'worker', state: 'free', deploy: { commit: 'abcdef1' } },
      { service: 'bot', state: 'unreadable' },
      { service: 'features', state: 'held', by: 'ann of the team' },
    ],
  },
  next: [],
};

function verdictOn(text: string) {
  return compareAnswer(ANSWER, parseExpectation(text)).verdict;
}

describe('a claim is', () => {
  test.each([
    'result = complete',
    'data.result = complete',
    'result = "complete"',
    'code = complete',
    'decision = done',
    'result != partial',
    'predicted = 136',
    'predicted >= 136',
    'predicted > 135',
    'predicted < 137.5',
    'predicted != 135',
    'commit = 1234567',
    'failure = null',
    'at < 2026-02-06',
    'tags contains b',
    'tags.length = 2',
    'result contains plet',
    'locks[service=worker].state = free',
    'locks[service=worker].deploy.commit = abcdef1',
    'locks[0].service = worker',
    'locks.1.service = bot',
    'locks[by=ann of the team].service = features',
    'locks[service=bot].state = unreadable',
  ])('true: %s', (text) => {
    expect(verdictOn(text)).toBe('true');
  });

  test.each([
    'result = partial',
    'result != complete',
    'predicted = 135',
    'predicted > 136',
    'predicted < 136',
    'tags contains c',
    'locks[service=features].state = free',
    'at > 2026-02-06',
  ])('false: %s', (text) => {
    expect(verdictOn(text)).toBe('false');
  });

  test.each([
    ['a value is absent', 'nothing = 1'],
    ['a value is absent, also when it should differ', 'locks[service=nowhere].state != held'],
    ['a value is null', 'failure != disk_full'],
    ['a lock cannot be read, which must not count as free', 'locks[service=bot].state != held'],
    ['a list is compared with a word', 'tags = a'],
    ['a word is compared with a number', 'result > 3'],
    ['a number is searched', 'predicted contains 13'],
  ])('unknown: %s', (_, text) => {
    expect(verdictOn(text)).toBe('unknown');
  });
});

test('a claim without an expectation is true if the answer is done, and says what was compared', () => {
  expect(compareAnswer(ANSWER, undefined)).toEqual({
    verdict: 'true',
    compared: 'the answer is done (complete), expected done',
  });
  expect(compareAnswer({ ...ANSWER, decision: 'refused', data: null }, undefined).verdict).toBe('false');
  expect(compareAnswer({ ...ANSWER, code: 'unknown' }, undefined).verdict).toBe('unknown');
});

test('the comparison names the value that was found', () => {
  const compared = (text: string) => compareAnswer(ANSWER, parseExpectation(text)).compared;
  expect(compared('result = partial')).toBe('result is "complete", expected = "partial"');
  expect(compared('locks[service=nowhere].state = free')).toBe(
    'locks[service=nowhere].state is absent, expected = "free"',
  );
  expect(compared('tags = a')).toBe('tags is a list of 2, expected = "a"');
});

test.each(['', 'result', 'result is complete', '= complete', 'result =', 'a..b = 1', '.a = 1', 'a[b = 1'])(
  'not an expectation: %j',
  (text) => {
    expect(parseExpectation(text)).toBeUndefined();
  },
);
