import { expect, test } from 'vitest';
import { copyRegistry, playerRegistry, resolveLookup } from '#src/pipeline/import/player-registry.ts';

test('a player keeps the lookup of his first name, whatever spelling a bookmaker uses', () => {
  const registry = playerRegistry([]);
  expect(resolveLookup(registry, '1629008', 'Michael Porter Jr.')).toBe('michaelporterjr');
  expect(resolveLookup(registry, '1629008', 'Michael Porter')).toBe('michaelporterjr');
  expect(registry.added).toStrictEqual([
    { player_id: '1629008', player_name: 'Michael Porter Jr.', player_lookup: 'michaelporterjr' },
  ]);
});

test('when two players share a name, the second one’s lookup gets his id', () => {
  const registry = playerRegistry([{ player_id: '1', player_name: 'Jalen Williams', player_lookup: 'jalenwilliams' }]);
  expect(resolveLookup(registry, '2', 'Jalen Williams')).toBe('jalenwilliams2');
  expect(resolveLookup(registry, '1', 'Jalen Williams')).toBe('jalenwilliams');
});

test('a player without an id gets the lookup of his name and is not registered', () => {
  const registry = playerRegistry([]);
  expect(resolveLookup(registry, null, 'Eli John Ndiaye')).toBe('elijohnndiaye');
  expect(registry.added).toStrictEqual([]);
});

test('additions to a copy do not change the original', () => {
  const registry = playerRegistry([]);
  resolveLookup(copyRegistry(registry), '7', 'Obi Thorne');
  expect(registry.lookupById.size).toBe(0);
});
