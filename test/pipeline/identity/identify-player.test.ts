import { describe, expect, it } from 'vitest';
import { identifyPlayer, type PlayerRow } from '#src/pipeline/identity/identify-player.ts';
import { INVENTED, rosterOf, TODAY } from './invented-roster.ts';

const roster = rosterOf(INVENTED);

function identified(row: Partial<PlayerRow>, isIdOfFile: (lookup: string) => boolean = () => false) {
  const whole = { id: null, name: 'Silas Vance', teams: ['PHX'], date: TODAY, ids: 'any-provider', ...row } as const;
  return identifyPlayer(roster, whole, isIdOfFile);
}

describe('a row with a known id', () => {
  it('names the player with this id, whatever the spelling and the team', () => {
    expect(identified({ id: '12', name: 'S. Vantz', teams: ['CHI'] })).toMatchObject({
      type: 'known',
      player: { player_id: '12' },
    });
  });

  it('is unmatched when its name is that of another player', () => {
    expect(identified({ id: '12', name: 'Luka St. Cloud', teams: ['NYK'] })).toMatchObject({
      type: 'unmatched',
      lookup: 'unmatched:lukastcloud:NYK',
      match: { type: 'ambiguous', candidates: [{ player_id: '12' }, { player_id: '10' }] },
    });
  });
});

describe('a row with an unknown id and the name of a known player', () => {
  it('has another provider’s id when the player is on that team', () => {
    expect(identified({ id: 'vancesi01' })).toMatchObject({ type: 'new-id', player: { player_id: '12' } });
    expect(identified({ id: 'vancesi01', ids: 'own-id' })).toMatchObject({
      type: 'new-id',
      player: { player_id: '12' },
    });
  });

  it('names a second player when the known one is on another team', () => {
    expect(identified({ id: '99', teams: ['CHI'], ids: 'own-id' })).toMatchObject({
      type: 'new-player',
      player: { player_id: '99', player_lookup: 'silasvance99' },
      match: { type: 'ambiguous', candidates: [{ player_id: '12' }] },
    });
    expect(identified({ id: '99', teams: ['CHI'] })).toMatchObject({ type: 'new-player' });
  });

  it('names a second player when the box score has the known one under his own id', () => {
    const found = identified({ id: '99', ids: 'own-id' }, (lookup) => lookup === 'silasvance');
    expect(found).toMatchObject({ type: 'new-player', player: { player_lookup: 'silasvance99' } });
  });

  it('is unmatched when several known players may have the id', () => {
    expect(identified({ id: '99', name: 'S. Vance' })).toMatchObject({ type: 'unmatched' });
  });
});

describe('a row with an unknown name', () => {
  it('names a new player when it has an id', () => {
    expect(identified({ id: '99', name: 'Quincy Shaw' })).toMatchObject({
      type: 'new-player',
      player: { player_id: '99', player_name: 'Quincy Shaw', player_lookup: 'quincyshaw' },
      match: { type: 'unknown' },
    });
  });

  it('keeps the key of the name when it has no id', () => {
    expect(identified({ name: 'Quincy Shaw' })).toMatchObject({ type: 'unmatched', lookup: 'quincyshaw' });
  });
});
