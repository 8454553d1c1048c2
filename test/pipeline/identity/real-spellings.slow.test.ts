import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchPlayerByName } from '#src/pipeline/identity/match-player.ts';
import { playerLookup } from '#src/pipeline/identity/player-lookup.ts';
import { addAppearance, addPlayer, emptyRoster } from '#src/pipeline/identity/roster.ts';
import { importFolder } from '#src/platform/embedded/import-folder.ts';
import { idsNamedBy, spellingChanges } from './random-spelling.ts';

const FILE = new URL('../../../../shared/data/player_game_logs.csv.gz', import.meta.url).pathname;
const SPELLINGS = 10_000;

/** Every player of the real box scores, and all of their games. */
async function readRealRoster(file: string) {
  const roster = emptyRoster();
  const games: { id: string; name: string; team: string; date: string }[] = [];
  const [source] = await importFolder(file);
  let header: readonly string[] = [];
  for await (const { fields } of source?.records() ?? []) {
    if (header.length === 0) {
      header = fields;
      continue;
    }
    const cell = (column: string) => fields[header.indexOf(column)] ?? '';
    const [id, name, team, date] = [cell('player_id'), cell('player_name'), cell('team'), cell('game_date')];
    const lookup = `${playerLookup(name)}${id}`;
    if (!roster.byLookup.has(lookup)) addPlayer(roster, { player_id: id, player_name: name, player_lookup: lookup });
    addAppearance(roster, { lookup, season: cell('season'), team, date, points: Number(cell('points')) });
    games.push({ id, name, team, date });
  }
  return { roster, games };
}

// The real data is not part of the project, so the test is skipped where it is missing.
test.skipIf(!existsSync(FILE))(
  `a random spelling of a real player’s name (${join('shared', 'data')}) finds him on the date of a game, or reports that he may be another`,
  async () => {
    const { roster, games } = await readRealRoster(FILE);
    let found = 0;
    await fc.assert(
      fc.property(fc.nat({ max: games.length - 1 }), spellingChanges, (index, change) => {
        const { id = '', name = '', team = '', date } = games[index] ?? {};
        const spelling = change(name);
        const match = matchPlayerByName(roster, { name: spelling, teams: [team], date });
        expect(idsNamedBy(match), spelling).toContain(id);
        if (match.type === 'matched') found += 1;
      }),
      { numRuns: SPELLINGS },
    );
    expect(found / SPELLINGS).toBeGreaterThan(0.95);
  },
);
