import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputSnapshot } from '#src/pipeline/batch/player-request.ts';
import { qualifyPlayer } from '#src/pipeline/batch/qualify-player.ts';
import { PlayerInput } from '#src/pipeline/player/player-input.ts';
import { aCandidate } from './a-candidate.ts';

const BEFORE_TIPOFF = new Date('2026-02-05T23:59:59Z');
const TIPOFF = new Date('2026-02-06T00:00:00Z');
const candidate = aCandidate();

describe('qualifyPlayer(candidate)', () => {
  it.each([
    [15, null, 'qualified'],
    [14.9, null, 'dropped'],
    [null, null, 'dropped'],
    [0, 4.5, 'qualified'],
    [null, 20, 'qualified'],
  ])('with %s minutes a game and line %s: %s', (minutes_avg_last_7_days, line, type) => {
    expect(qualifyPlayer({ ...candidate, minutes_avg_last_7_days, line }, BEFORE_TIPOFF).type).toBe(type);
  });

  it('RT-02: drops a player who is out or doubtful in any letter case and padding, whatever his minutes and his line', () => {
    const written = (status: string) =>
      fc
        .tuple(fc.array(fc.boolean(), { minLength: status.length, maxLength: status.length }), fc.nat(3), fc.nat(3))
        .map(([upper, before, after]) => {
          const letters = [...status].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter));
          return ' '.repeat(before) + letters.join('') + ' '.repeat(after);
        });
    const statuses = fc.oneof(written('out'), written('doubtful'));
    void fc.assert(
      fc.property(statuses, fc.integer({ min: 0, max: 48 }), (injury_status, minutes_avg_last_7_days) => {
        expect(
          qualifyPlayer({ ...candidate, injury_status, minutes_avg_last_7_days, line: 22.5 }, BEFORE_TIPOFF).type,
        ).toBe('dropped');
      }),
    );
  });

  it.each(['questionable', 'probable', 'available', 'day-to-day', null])(
    'keeps a player who is %s',
    (injury_status) => {
      expect(qualifyPlayer({ ...candidate, injury_status }, BEFORE_TIPOFF).type).toBe('qualified');
    },
  );
});

describe('qualifyPlayer(candidate) with predictions from before the tip-off of his game', () => {
  const published = { ...candidate, is_published: true };

  it('drops him from the tip-off on, because they never change', () => {
    expect(qualifyPlayer(published, TIPOFF)).toEqual({ type: 'dropped', reason: 'game_begun' });
    expect(qualifyPlayer({ ...published, injury_status: 'out' }, TIPOFF)).toMatchObject({ reason: 'game_begun' });
  });

  it('keeps him until the tip-off', () => {
    expect(qualifyPlayer(published, BEFORE_TIPOFF).type).toBe('qualified');
  });

  it('keeps a player of a game without such predictions, so that it can be backfilled', () => {
    expect(qualifyPlayer(candidate, TIPOFF).type).toBe('qualified');
  });
});

describe('inputSnapshot(candidate)', () => {
  it('RT-26: keeps a missing feature missing and a zero a zero', () => {
    const input = PlayerInput.parse(JSON.parse(inputSnapshot({ ...candidate, injury_risk: 0 }) ?? ''));
    expect(input.features).toEqual({ injury_risk: 0 });
  });

  it('RT-41: a player without history has empty columns', () => {
    const input = PlayerInput.parse(JSON.parse(inputSnapshot(candidate) ?? ''));
    expect(input.history.points).toEqual([]);
  });

  it('is null when the feature store has no row for him', () => {
    expect(inputSnapshot({ ...candidate, feature_version: null })).toBeNull();
  });
});
