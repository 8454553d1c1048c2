import { describe, expect, it } from 'vitest';
import type { Candidate } from '#src/pipeline/batch/candidates.ts';
import { playerChange, type UsedData } from '#src/pipeline/batch/player-change.ts';
import { aCandidate } from './a-candidate.ts';

const BEFORE_TIPOFF = new Date('2026-02-05T23:59:59Z');
const TIPOFF = new Date('2026-02-06T00:00:00Z');

const USED: UsedData = { game_id: '0022500733', line_consensus: 20, current_points_line: 20.5, injury_status: null };
const NOW_KNOWN = { line_consensus: 20, line: 20.5 } as const;

interface Case {
  readonly candidate?: Partial<Candidate>;
  readonly used?: Partial<UsedData>;
}

const changeOf = ({ candidate = {}, used = {} }: Case, now = BEFORE_TIPOFF) =>
  playerChange(aCandidate({ ...NOW_KNOWN, ...candidate }), { ...USED, ...used }, now);

describe('a player with active rows', () => {
  it('is unchanged when line and status are as before', () => {
    expect(changeOf({})).toBe('unchanged');
  });

  it.each([
    [20, 20.5, 'line-moved'],
    [20, 19.5, 'line-moved'],
    [20, 20.25, 'unchanged'],
    [20.25, 20.5, 'unchanged'],
    [20, 23, 'line-moved'],
    [null, null, 'unchanged'],
  ])('whose median line was %s and is %s: %s', (line_consensus, now, change) => {
    const own = { line: null, line_consensus: now };
    expect(changeOf({ candidate: own, used: { line_consensus, current_points_line: null } })).toBe(change);
  });

  it('without a line has changed when the first line is imported', () => {
    const withoutLine = { line_consensus: null, current_points_line: null };
    expect(changeOf({ used: withoutLine })).toBe('line-moved');
  });

  it('whose own bookmaker moves while the median stays is unchanged', () => {
    expect(changeOf({ candidate: { line: 21.5 } })).toBe('unchanged');
  });

  it('whose only offers are alternate lines is compared by the line of the row', () => {
    const alternates = { line_consensus: null, current_points_line: 20.5 };
    expect(changeOf({ candidate: { line_consensus: null }, used: alternates })).toBe('unchanged');
    expect(changeOf({ candidate: { line_consensus: null, line: 21 }, used: alternates })).toBe('line-moved');
  });

  it.each([
    [null, 'questionable', 'status-changed'],
    ['questionable', null, 'status-changed'],
    ['questionable', 'available', 'status-changed'],
    ['questionable', 'probable', 'status-changed'],
    ['questionable', 'doubtful', 'status-changed'],
    ['questionable', 'gtd', 'unchanged'],
    [null, 'available', 'unchanged'],
    ['available', null, 'unchanged'],
    ['unknown', 'unknown', 'unchanged'],
    ['questionable', 'out', 'unchanged'],
    ['questionable', 'ruled out', 'unchanged'],
  ])('whose status was %s and is %s: %s', (injury_status, now, change) => {
    expect(changeOf({ candidate: { injury_status: now }, used: { injury_status } })).toBe(change);
  });

  it('keeps the rows when the player no longer qualifies by minutes or a line', () => {
    const gone = { line: null, line_consensus: null, minutes_avg_last_7_days: 3 };
    expect(changeOf({ candidate: gone })).toBe('unchanged');
  });

  it('of a published game is left alone from the tip-off on', () => {
    const moved = { candidate: { is_published: true, line_consensus: 25 } };
    expect(changeOf(moved, BEFORE_TIPOFF)).toBe('line-moved');
    expect(changeOf(moved, TIPOFF)).toBe('unchanged');
  });

  it('is new when the rows are for another game', () => {
    expect(changeOf({ used: { game_id: '0022500999' } })).toBe('new');
  });
});

describe('a player without active rows', () => {
  it.each([
    [{}, 'new'],
    [{ injury_status: 'questionable' }, 'new'],
    [{ injury_status: 'doubtful' }, 'unchanged'],
    [{ injury_status: 'out' }, 'unchanged'],
    [{ line: null, minutes_avg_last_7_days: 14 }, 'unchanged'],
    [{ line: 8.5, minutes_avg_last_7_days: null }, 'new'],
  ])('and with %j: %s', (candidate, change) => {
    expect(playerChange(aCandidate({ ...NOW_KNOWN, ...candidate }), undefined, BEFORE_TIPOFF)).toBe(change);
  });

  it('of a published game is left alone from the tip-off on', () => {
    const late = aCandidate({ ...NOW_KNOWN, is_published: true });
    expect(playerChange(late, undefined, TIPOFF)).toBe('unchanged');
  });
});
