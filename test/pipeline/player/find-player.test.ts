import { describe, expect, it } from 'vitest';
import { playerLookup } from '#src/pipeline/identity/player-lookup.ts';
import { findPlayer } from '#src/pipeline/player/find-player.ts';

const PLAYERS = [
  'LeBron James',
  'Nikola Jokić',
  'Nikola Vučević',
  'Luka Dončić',
  'Jalen Brunson',
  'Jalen Green',
  'Jalen Williams',
  'Giannis Antetokounmpo',
  "De'Aaron Fox",
  'Shai Gilgeous-Alexander',
  'Tim Hardaway Jr.',
  'Jaren Jackson Jr.',
  'Reggie Jackson',
  'P.J. Washington',
  'Kelly Oubre Jr.',
].map((player_name) => ({ player_name, player_lookup: playerLookup(player_name) }));

function found(query: string) {
  const result = findPlayer(query, PLAYERS);
  switch (result.type) {
    case 'exact':
    case 'close':
      return [result.type, result.player.player_name];
    case 'ambiguous':
      return [result.type, ...result.players.map((player) => player.player_name)];
    case 'none':
      return [result.type, ...result.nearest.map((player) => player.player_name)];
  }
}

describe('findPlayer(query, players)', () => {
  it.each([
    ['LeBron James', 'LeBron James'],
    ['lebronjames', 'LeBron James'],
    ['  LEBRON   JAMES ', 'LeBron James'],
    ['nikola jokic', 'Nikola Jokić'],
    ['Luka Doncic', 'Luka Dončić'],
    ['deaaron fox', "De'Aaron Fox"],
    ['De’Aaron Fox', "De'Aaron Fox"],
    ['shai gilgeous alexander', 'Shai Gilgeous-Alexander'],
    ['pj washington', 'P.J. Washington'],
    ['Tim Hardaway Jr', 'Tim Hardaway Jr.'],
  ])('%o is exactly %s', (query, name) => {
    expect(found(query)).toEqual(['exact', name]);
  });

  it.each([
    ['lebron', 'LeBron James'],
    ['jokic', 'Nikola Jokić'],
    ['James LeBron', 'LeBron James'],
    ['tim hardaway', 'Tim Hardaway Jr.'],
    ['jaren jackson', 'Jaren Jackson Jr.'],
    ['giannis ant', 'Giannis Antetokounmpo'],
    ['shai', 'Shai Gilgeous-Alexander'],
    ['gilgeous', 'Shai Gilgeous-Alexander'],
    ['SGA', 'Shai Gilgeous-Alexander'],
    ['s.g.a.', 'Shai Gilgeous-Alexander'],
    ['LD', 'Luka Dončić'],
    ['kO', 'Kelly Oubre Jr.'],
    ['lebron jmaes', 'LeBron James'],
    ['Nikola Jokich', 'Nikola Jokić'],
    ['jokci', 'Nikola Jokić'],
    ['antetokoumpo', 'Giannis Antetokounmpo'],
    ['Jalen Brunsen', 'Jalen Brunson'],
  ])('%o matches only %s', (query, name) => {
    expect(found(query)).toEqual(['close', name]);
  });

  it.each([
    ['nikola', ['Nikola Jokić', 'Nikola Vučević']],
    ['jalen', ['Jalen Brunson', 'Jalen Green', 'Jalen Williams']],
    ['jackson', ['Jaren Jackson Jr.', 'Reggie Jackson']],
    ['jallen', ['Jalen Brunson', 'Jalen Green', 'Jalen Williams']],
  ])('%o matches %o', (query, names) => {
    expect(found(query)).toEqual(['ambiguous', ...names]);
  });

  it('a name that matches nobody returns the nearest three', () => {
    expect(found('Michael Jordan')).toEqual(['none', expect.any(String), expect.any(String), expect.any(String)]);
    expect(found('zzzzzzzz')).toHaveLength(4);
  });

  it.each(['', '   ', '...', '\u0000'])('%o matches nobody', (query) => {
    expect(found(query)).toEqual(['none']);
  });

  it('a beginning needs at least three letters', () => {
    expect(found('qx')[0]).toBe('none');
  });

  it('an empty list has no match', () => {
    expect(findPlayer('LeBron James', [])).toEqual({ type: 'none', nearest: [] });
  });
});
