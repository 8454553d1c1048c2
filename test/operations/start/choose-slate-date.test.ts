import { expect, it } from 'vitest';
import { chooseSlateDate, type KnownDates } from '#src/operations/start/choose-slate-date.ts';

const TODAY = '2026-02-05';
/** A season in progress: games yesterday, today and tomorrow, with box scores of yesterday and lines of today. */
const SEASON: KnownDates = {
  today: TODAY,
  gamesToday: 9,
  before: '2026-02-04',
  after: '2026-02-06',
  lastPlayedDate: '2026-02-04',
  lastLineDate: TODAY,
};

it.each<readonly [rule: string, known: Partial<KnownDates>, gameDate: string]>([
  ['today, if it has games', {}, TODAY],
  ['today, even without lines of today', { lastLineDate: '2026-02-04' }, TODAY],
  ['today, ten days after the last data', { lastPlayedDate: '2026-01-26', lastLineDate: null }, TODAY],
  ['the last data, eleven days before today', { lastPlayedDate: '2026-01-25', lastLineDate: null }, '2026-01-25'],
  ['the next date with games, if today has none', { gamesToday: 0 }, '2026-02-06'],
  ['the last data, if the next games are too far away', { gamesToday: 0, after: '2026-04-09' }, TODAY],
  [
    'the last data, whether lines or box scores',
    { gamesToday: 0, after: '2026-04-09', lastLineDate: null },
    '2026-02-04',
  ],
  ['the last date of a schedule that has ended', { gamesToday: 0, after: null, lastLineDate: null }, '2026-02-04'],
  [
    'the last data, if the data ends before the schedule',
    { gamesToday: 0, after: null, lastLineDate: null, lastPlayedDate: '2025-12-20' },
    '2025-12-20',
  ],
])('the slate to show is %s', (_rule, known, gameDate) => {
  const chosen = chooseSlateDate({ ...SEASON, ...known });
  expect(chosen.gameDate).toBe(gameDate);
  const isToday = gameDate === TODAY && known.after === undefined;
  expect(chosen.why ?? 'today').toContain(isToday ? 'today' : `This is the slate of ${gameDate}`);
});

it('says where the data ends, and how to get more', () => {
  const { why } = chooseSlateDate({ ...SEASON, gamesToday: 0, after: '2026-04-09' });
  expect(why).toContain('The data ends on 2026-02-05, more than 10 days before the slate of 2026-04-09.');
  expect(why).toContain('`tipoff import <folder>` imports newer data.');
});

it.each([
  ['no_games', { gamesToday: 0, before: null, after: null }],
  ['no_data', { lastPlayedDate: null, lastLineDate: null }],
] as const)('%s is a problem that names the import', (code, known) => {
  expect(() => chooseSlateDate({ ...SEASON, ...known })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining('tipoff import') }),
  );
});
