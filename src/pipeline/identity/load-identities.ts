import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { addGame, gameList } from './game-list.ts';
import { emptyIdentities, type Identities } from './identities.ts';
import { addAlias, addPlayer, emptyRoster, Player, type Roster } from './roster.ts';
import { addTeam } from './team-table.ts';

const AliasRow = z.object({ alias_kind: z.enum(['id', 'spelling']), alias: z.string(), player_lookup: z.string() });

const StintRow = z.object({
  player_lookup: z.string(),
  season: z.string(),
  team: z.string(),
  first_date: z.string(),
  last_date: z.string(),
  games: z.number(),
  points: z.number(),
});

const GameRow = z.object({
  game_id: z.string(),
  game_date: z.string(),
  home_team: z.string(),
  away_team: z.string(),
  tipoff_utc: z.string().nullable(),
});

/** Reads the known players, games and teams from the warehouse. */
export async function loadIdentities(
  warehouse: Warehouse,
  spellings: Parameters<typeof emptyIdentities>[0],
): Promise<Identities> {
  const [roster, games] = await Promise.all([
    loadRoster(warehouse),
    warehouse.query({ sql: 'identity/sql/games' }, GameRow),
  ]);
  const { teams } = emptyIdentities(spellings);
  const list = gameList([]);
  for (const { game_id, game_date, home_team, away_team, tipoff_utc } of games) {
    addGame(list, {
      gameId: game_id,
      gameDate: game_date,
      homeTeam: home_team,
      awayTeam: away_team,
      tipoff: tipoff_utc,
    });
    addTeam(teams, home_team);
    addTeam(teams, away_team);
  }
  return { roster, games: list, teams };
}

async function loadRoster(warehouse: Warehouse): Promise<Roster> {
  const [players, aliases, stints] = await Promise.all([
    warehouse.query({ sql: 'identity/sql/players' }, Player),
    warehouse.query({ sql: 'identity/sql/aliases' }, AliasRow),
    warehouse.query({ sql: 'identity/sql/stints' }, StintRow),
  ]);
  const roster = emptyRoster();
  for (const player of players) addPlayer(roster, player);
  for (const { alias_kind, alias, player_lookup } of aliases) {
    if (alias_kind === 'id') roster.lookupById.set(alias, player_lookup);
    else addAlias(roster, alias, player_lookup);
  }
  for (const { player_lookup, season, team, first_date, last_date, games, points } of stints) {
    const own = roster.stints.get(player_lookup) ?? [];
    own.push({ season, team, from: first_date, to: last_date, games, points });
    roster.stints.set(player_lookup, own);
  }
  return roster;
}
