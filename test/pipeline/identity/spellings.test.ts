import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchPlayerByName } from '#src/pipeline/identity/match-player.ts';
import { INVENTED, rosterOf, TODAY } from './invented-roster.ts';
import { idsNamedBy, spellingChanges } from './random-spelling.ts';

const SPELLINGS = 10_000;

test('a random spelling of a player’s name finds him on his team, or reports that he may be another, and never another', async () => {
  const roster = rosterOf(INVENTED);
  const playing = INVENTED.filter(({ to }) => to === undefined);
  await fc.assert(
    fc.property(fc.constantFrom(...playing), spellingChanges, ({ id, name, team }, change) => {
      const spelling = change(name);
      const match = matchPlayerByName(roster, { name: spelling, teams: [team], date: TODAY });
      expect(idsNamedBy(match), spelling).toContain(id);
    }),
    { numRuns: SPELLINGS },
  );
});
