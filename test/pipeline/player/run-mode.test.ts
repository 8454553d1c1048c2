import { describe, expect, it } from 'vitest';
import { runMode } from '#src/pipeline/player/run-mode.ts';

describe('runMode(gameDate, now)', () => {
  it.each([
    ['2026-02-05T05:00:00Z', 'FIRST'],
    ['2026-02-05T13:00:00Z', 'FIRST'],
    ['2026-02-05T13:59:59Z', 'FIRST'],
    ['2026-02-05T14:00:00Z', 'RETRY'],
    ['2026-02-05T17:59:59Z', 'RETRY'],
    ['2026-02-05T18:00:00Z', 'FINAL_RETRY'],
    ['2026-02-05T20:59:59Z', 'FINAL_RETRY'],
    ['2026-02-05T21:00:00Z', 'LAST_CALL'],
    ['2026-02-06T04:59:59Z', 'LAST_CALL'],
    ['2026-02-06T05:00:00Z', 'BACKFILL'],
    ['2026-02-05T04:59:59Z', 'FIRST'],
  ])('for 2026-02-05 at %s it is %s', (moment, mode) => {
    expect(runMode('2026-02-05', new Date(moment))).toBe(mode);
  });

  it('uses the hour in New York in summer, too', () => {
    expect(runMode('2026-06-05', new Date('2026-06-05T19:59:59Z'))).toBe('FINAL_RETRY');
    expect(runMode('2026-06-05', new Date('2026-06-05T20:00:00Z'))).toBe('LAST_CALL');
  });
});
