import { describe, expect, it } from 'vitest';
import { gameList } from '#src/pipeline/identity/game-list.ts';
import { dateByTipoff, identifyGame, type WrittenGame } from '#src/pipeline/identity/identify-game.ts';

const EVENING = {
  gameId: '0022599001',
  gameDate: '2026-02-05',
  homeTeam: 'BOS',
  awayTeam: 'DEN',
  tipoff: '2026-02-06T00:30:00Z',
};
const NEXT_DAY = { ...EVENING, gameId: '0022599002', gameDate: '2026-02-07', tipoff: '2026-02-08T00:30:00Z' };
const games = gameList([EVENING, NEXT_DAY]);

function identified(row: Partial<WrittenGame>) {
  const found = identifyGame(games, { id: null, date: '2026-02-05', teams: [], tipoff: null, ...row });
  if (found.type === 'contradiction') return ['contradiction', found.expected];
  return [found.match.type === 'matched' ? found.match.value.gameId : found.match.type, found.date];
}

describe('the game of a row', () => {
  it.each<[string, Partial<WrittenGame>, readonly string[]]>([
    ['its id', { id: '0022599001' }, ['0022599001', '2026-02-05']],
    [
      'its teams and date, with an id of another system',
      { id: 'a1b2', teams: ['DEN', 'BOS'] },
      ['0022599001', '2026-02-05'],
    ],
    ['one team and the date', { id: 'a1b2', teams: ['DEN'] }, ['0022599001', '2026-02-05']],
  ])('is found by %s', (_by, row, expected) => {
    expect(identified(row)).toEqual(expected);
  });

  it.each<[string, Partial<WrittenGame>]>([
    ['no team', { id: 'a1b2' }],
    ['other teams', { id: 'a1b2', teams: ['BOS', 'UTA'] }],
    ['another date', { id: 'a1b2', teams: ['BOS', 'DEN'], date: '2026-02-09' }],
  ])('is unknown with an id of another system and %s', (_case, row) => {
    expect(identified(row)[0]).toBe('unknown');
  });
});

describe('a date in UTC of an evening game is corrected', () => {
  it.each<[string, Partial<WrittenGame>]>([
    ['the row’s own tip-off', { teams: ['BOS', 'DEN'], tipoff: '2026-02-06T00:30:00Z' }],
    ['the schedule, by id', { id: '0022599001' }],
    ['the schedule, by both teams', { id: 'a1b2', teams: ['BOS', 'DEN'] }],
  ])('when %s proves it', (_proof, row) => {
    expect(identified({ ...row, date: '2026-02-06' })).toEqual(['0022599001', '2026-02-05']);
  });
});

describe('a date that contradicts the game is refused', () => {
  it.each<[string, Partial<WrittenGame>, string]>([
    ['its tip-off', { tipoff: '2026-02-06T00:30:00Z', date: '2026-02-09' }, '2026-02-05'],
    ['the game of its id', { id: '0022599001', date: '2026-02-09' }, '2026-02-05'],
    ['the day before its game', { id: '0022599001', date: '2026-02-04' }, '2026-02-05'],
  ])('by %s', (_case, row, date) => {
    expect(identified(row)).toEqual(['contradiction', date]);
  });
});

it.each([
  ['2026-02-05', '2026-02-06T00:30:00Z', '2026-02-05'],
  ['2026-02-06', '2026-02-06T00:30:00Z', '2026-02-05'],
  ['2026-02-05', '2026-02-05T18:00:00Z', '2026-02-05'],
  ['2025-07-04', '2025-07-05T03:30:00Z', '2025-07-04'],
])('the date %s with the tip-off %s means %s', (date, tipoff, meant) => {
  expect(dateByTipoff({ date, tipoff })).toEqual({ type: 'date', date: meant });
});
