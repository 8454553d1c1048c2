import { describe, expect, it } from 'vitest';
import { afterAnswer, type Breaker, breakerAt, CLOSED } from '#src/pipeline/models/circuit-breaker.ts';

const NOW = new Date('2026-02-05T23:00:00Z');
const MINUTE = 60_000;

function at(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * MINUTE);
}

function answered(answers: readonly ('success' | 'failure')[], start: Breaker = CLOSED, now = NOW): Breaker {
  return answers.reduce((breaker, answer) => afterAnswer(breaker, answer, now), start);
}

const FIVE = ['failure', 'failure', 'failure', 'failure', 'failure'] as const;
const OPEN = answered(FIVE);

describe('the circuit breaker of a model', () => {
  it('opens for thirty minutes at the fifth failure in a row', () => {
    expect(answered(FIVE.slice(1)).state).toBe('closed');
    expect(OPEN).toEqual({ state: 'open', untilMs: at(30).getTime() });
  });

  it('stays closed when a success comes between failures', () => {
    expect(answered([...FIVE.slice(1), 'success', ...FIVE.slice(1)]).state).toBe('closed');
    expect(answered([...FIVE.slice(1), 'success'])).toBe(CLOSED);
  });

  it('stays open for thirty minutes, and then becomes half-open', () => {
    expect(breakerAt(OPEN, at(30 - 1 / MINUTE)).state).toBe('open');
    expect(breakerAt(OPEN, at(30))).toEqual({ state: 'half-open', successes: 0 });
  });

  it('does not stay open for a day when the clock is set back by one', () => {
    expect(breakerAt(OPEN, at(-24 * 60))).toEqual({ state: 'half-open', successes: 0 });
  });

  it('ignores the result of a call that began before it opened', () => {
    expect(answered(['success', 'failure'], OPEN, at(1))).toEqual(OPEN);
  });

  it('closes at the second success when half-open', () => {
    expect(answered(['success'], OPEN, at(31)).state).toBe('half-open');
    expect(answered(['success', 'success'], OPEN, at(31))).toBe(CLOSED);
  });

  it.each([[['failure']], [['success', 'failure']]] as const)(
    'opens again when half-open and the result is %o',
    (answers) => {
      expect(answered(answers, OPEN, at(31))).toEqual({ state: 'open', untilMs: at(61).getTime() });
    },
  );
});
