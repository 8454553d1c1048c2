import { describe, expect, it } from 'vitest';
import { matchPlayerByName, type WrittenPlayer } from '#src/pipeline/identity/match-player.ts';
import { addAlias } from '#src/pipeline/identity/roster.ts';
import { INVENTED, playerOf, rosterOf, TODAY } from './invented-roster.ts';

const roster = rosterOf(INVENTED);

/** The ids of the players that a name matches, with the way in which it matches. */
function matched(name: string, teams: readonly string[] = [], more: Partial<WrittenPlayer> = {}) {
  const match = matchPlayerByName(roster, { name, teams, date: TODAY, ...more });
  switch (match.type) {
    case 'matched':
      return [match.by, match.value.player_id];
    case 'ambiguous':
      return ['ambiguous', ...match.candidates.map(({ player_id }) => player_id).toSorted()];
    case 'unknown':
      return ['unknown'];
  }
}

describe('one player is found', () => {
  it.each([
    ['Abel Kovač Jr.', ['BOS'], '3'],
    ['abel kovac', ['BOS'], '3'],
    ['ABEL KOVAC JR', [], '3'],
    ['Kovač Jr., Abel', ['BOS'], '3'],
    ['Kovač, Abel Jr.', ['BOS'], '3'],
    ['Kovač, Jr., Abel', ['BOS'], '3'],
    ['Kovač Abel', ['BOS'], '3'],
    ['A. Kovac', ['BOS'], '3'],
    ['A Kovac', ['BOS'], '3'],
    ['M. Kovač', ['BOS'], '4'],
    ['Cam Rosario', ['DEN'], '5'],
    ['Davor Zubov', [], '6'],
    ['KJ Fenwick', ['MIA'], '7'],
    ['K. J. Fenwick', ['MIA'], '7'],
    ['Deshaun ODell', ['MIA'], '8'],
    ['De’Shaun O’Dell', ['MIA'], '8'],
    ['Karl Emeka Bergstrom', ['NYK'], '9'],
    ['Bergström, Karl-Emeka', ['NYK'], '9'],
    ['St. Cloud, Luka', ['NYK'], '10'],
    ['St. Cloud Luka', ['NYK'], '10'],
    ['Nic Achebe', ['PHX'], '11'],
    ['Nick Achebe II', ['PHX'], '11'],
    ['Silas Vance Silas Vance', ['PHX'], '12'],
    ['Silas VanceSilas Vance', ['PHX'], '12'],
    ['S. VanceSilas Vance', ['PHX'], '12'],
    ['Tariq Da Falk', ['SAS'], '14'],
    ['Falk, Tariq da', ['SAS'], '14'],
    ['Egor Lukic', ['SAS'], '15'],
    ['Obi Thorne', ['LAL'], '1'],
    ['Obi Thorne', ['UTA'], '2'],
    ['O. Thorne', ['UTA', 'BOS'], '2'],
    ['Malachi Crane', ['GSW'], '17'],
    ['Malachi Crane', [], '17'],
  ] as const)('%s of %j is the player %s', (name, teams, id) => {
    expect(matched(name, teams)).toEqual(['name', id]);
  });

  it('of the past when the date is of his time', () => {
    expect(matched('Malachi Crane', ['GSW'], { date: '2016-12-25' })).toEqual(['name', '16']);
  });

  it('when two of one name play in the game, and the line fits the points of only one', () => {
    expect(matched('Obi Thorne', ['LAL', 'UTA'], { line: 21.5 })).toEqual(['scoring', '1']);
    expect(matched('Obi Thorne', ['LAL', 'UTA'], { line: 8.5 })).toEqual(['scoring', '2']);
  });

  it('on his new team before his first game for it, when he has not played for a month', () => {
    expect(matched('Silas Vance', ['CHI'], { date: '2026-03-20' })).toEqual(['name', '12']);
  });

  it('by a spelling that a person assigned', () => {
    const assigned = rosterOf(INVENTED);
    addAlias(assigned, 'The Falcon', playerOf(assigned, '14').player_lookup);
    const match = matchPlayerByName(assigned, { name: 'the falcon', teams: [], date: TODAY });
    expect(match).toMatchObject({ type: 'matched', by: 'alias', value: { player_id: '14' } });
  });
});

describe('an ambiguous name is reported with its candidates', () => {
  it.each<{ why: string; name: string; teams: readonly string[]; ids: readonly string[] }>([
    { why: 'two players have the name', name: 'Obi Thorne', teams: [], ids: ['1', '2'] },
    { why: 'both play in the game', name: 'Obi Thorne', teams: ['LAL', 'UTA'], ids: ['1', '2'] },
    { why: 'two players of the team have the initial', name: 'S. Vance', teams: ['PHX'], ids: ['12', '13'] },
    { why: 'an initial needs a team', name: 'S. Vance', teams: [], ids: ['12', '13'] },
    { why: 'an initial needs a team', name: 'A. Kovač', teams: [], ids: ['3'] },
    { why: 'the player of another team may have a namesake', name: 'Silas Vance', teams: ['CHI'], ids: ['12'] },
  ])('$name of $teams may be $ids, because $why', ({ name, teams, ids }) => {
    expect(matched(name, teams)).toEqual(['ambiguous', ...ids]);
  });

  it('when the line fits the points of both, or of neither', () => {
    expect(matched('Obi Thorne', ['LAL', 'UTA'], { line: 15.5 })).toEqual(['ambiguous', '1', '2']);
    expect(matched('Obi Thorne', ['LAL', 'UTA'], { line: 40.5 })).toEqual(['ambiguous', '1', '2']);
  });
});

describe('nobody is found', () => {
  it.each([
    ['Quincy Shaw', []],
    ['Abel Kovač III', ['BOS']],
    ['Vance', ['PHX']],
    ['', []],
    ['Jr.', []],
  ] as const)('for %j of %j', (name, teams) => {
    expect(matched(name, teams)).toEqual(['unknown']);
  });
});
