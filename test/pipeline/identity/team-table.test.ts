import { describe, expect, it } from 'vitest';
import { addTeam, matchTeam, teamTable } from '#src/pipeline/identity/team-table.ts';

const nba = teamTable('nba');

describe('a team', () => {
  it.each([
    ['LAL', 'LAL'],
    ['lal', 'LAL'],
    ['Los Angeles Lakers', 'LAL'],
    ['LA Lakers', 'LAL'],
    ['Lakers', 'LAL'],
    ['L.A. Clippers', 'LAC'],
    ['Houston Rockets', 'HOU'],
    ['HOUSTON', 'HOU'],
    ['PHO', 'PHX'],
    ['BRK', 'BKN'],
    ['CHO', 'CHA'],
    ['GS', 'GSW'],
    ['NO', 'NOP'],
    ['NY', 'NYK'],
    ['SA', 'SAS'],
    ['UTAH', 'UTA'],
    ['WSH', 'WAS'],
    ['Golden State', 'GSW'],
    ['Portland TrailBlazers', 'POR'],
    ['Philadelphia 76ers', 'PHI'],
    ['Sixers', 'PHI'],
  ])('%s is %s', (written, code) => {
    expect(matchTeam(nba, written)).toMatchObject({ type: 'matched', value: code });
  });

  it.each(['Los Angeles', 'LA', 'l.a.'])('%s is ambiguous', (written) => {
    expect(matchTeam(nba, written)).toEqual({ type: 'ambiguous', candidates: ['LAC', 'LAL'] });
  });

  it.each(['Team LeBron', 'EAST', ''])('%j is unknown', (written) => {
    expect(matchTeam(nba, written)).toEqual({ type: 'unknown' });
  });

  it('of the schedule is known, and never changes the meaning of a spelling', () => {
    const table = teamTable('nba');
    addTeam(table, 'XYZ');
    addTeam(table, 'PHO');
    expect(matchTeam(table, 'xyz')).toMatchObject({ value: 'XYZ' });
    expect(matchTeam(table, 'PHO')).toMatchObject({ value: 'PHX' });
  });

  it('of an invented league may have any abbreviation', () => {
    const table = teamTable('as-written');
    addTeam(table, 'BRK');
    expect(matchTeam(table, 'BRK')).toMatchObject({ value: 'BRK' });
  });
});
