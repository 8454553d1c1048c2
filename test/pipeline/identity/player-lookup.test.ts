import { expect, test } from 'vitest';
import { playerLookup } from '#src/pipeline/identity/player-lookup.ts';

test.for([
  ['LeBron James', 'lebronjames'],
  ['Nikola Jokić', 'nikolajokic'],
  ['Luka Dončić', 'lukadoncic'],
  ["De'Aaron Fox", 'deaaronfox'],
  ['Karl-Anthony Towns', 'karlanthonytowns'],
  ['.Gary Trent Jr.', 'garytrentjr'],
  ['A.J. Johnson', 'ajjohnson'],
  ['Yanic Konan Niederhäuser', 'yanickonanniederhauser'],
  ['Dāvis Bertāns', 'davisbertans'],
  ['姚明', '姚明'],
  ['.', ''],
] as const)('%s is %s', ([name, lookup]) => {
  expect(playerLookup(name)).toBe(lookup);
});
