import { describe, expect, test } from 'vitest';
import { currentOffers, type ReadLine } from '#src/pipeline/pricing/current-offers.ts';

const NOON = '2025-11-10T17:00:00Z';
const EVENING = '2025-11-10T22:00:00Z';

function aLine(bookmaker: string, line: number, changed: Partial<ReadLine> = {}): ReadLine {
  return { bookmaker, line, isMain: true, overPrice: -110, underPrice: -110, knownAt: NOON, seenAt: NOON, ...changed };
}

function shown(lines: readonly ReadLine[]) {
  return currentOffers(lines).map(({ bookmaker, line, kind }) => [bookmaker, line, kind]);
}

describe('the current offers', () => {
  test('are the main line and the alternates of every bookmaker', () => {
    const lines = [aLine('bovada', 15.5, { isMain: false }), aLine('bovada', 14.5), aLine('fanduel', 13.5)];
    expect(shown(lines)).toEqual([
      ['bovada', 14.5, 'main'],
      ['bovada', 15.5, 'alternate'],
      ['fanduel', 13.5, 'main'],
    ]);
  });

  test('do not have a main line that has moved, or the alternates of that time', () => {
    const moved = aLine('bovada', 16.5, { knownAt: EVENING, seenAt: EVENING });
    const lines = [aLine('bovada', 14.5), aLine('bovada', 12.5, { isMain: false }), moved];
    expect(shown(lines)).toEqual([['bovada', 16.5, 'main']]);
  });

  test('keep an older line that was still seen after the main line had moved', () => {
    const moved = aLine('bovada', 16.5, { knownAt: EVENING, seenAt: EVENING });
    const kept = aLine('bovada', 12.5, { isMain: false, seenAt: EVENING });
    expect(shown([kept, moved])).toEqual([
      ['bovada', 12.5, 'alternate'],
      ['bovada', 16.5, 'main'],
    ]);
  });

  test('do not depend on the order of the lines', () => {
    const lines = [aLine('bovada', 14.5), aLine('bovada', 15.5), aLine('bovada', 13.5, { seenAt: EVENING })];
    expect(shown(lines)).toEqual(shown(lines.toReversed()));
  });
});
