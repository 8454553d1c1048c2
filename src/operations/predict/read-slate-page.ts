import { readHeadlineModel } from '../../pipeline/headline/headline-model.ts';
import { countSlate, PLAYERS_A_READ, readSlate, type SlateRow } from '../../pipeline/results/read-slate.ts';
import type { App } from '../app.ts';
import {
  matchingRows,
  type PlayerFilter,
  pickedRows,
  type ShownModels,
  type ShownRow,
  shownRows,
} from './select-rows.ts';
import { describePlayers, pricesOfRows, type SlatePlayer } from './slate-player.ts';

export interface SlateQuery extends PlayerFilter, ShownModels {
  readonly gameDate: string;
  /** Whether players without a pick are left out. */
  readonly picksOnly?: boolean | undefined;
  /** The number of matching players before the page. */
  readonly skip: number;
  readonly limit: number;
}

export interface SlatePage {
  /** The id of the model that gives the headline projections of the date. */
  readonly headlineModel: string;
  /** The number of players of the whole slate. */
  readonly players: number;
  /** The number of prediction rows of the whole slate, and of those that were written after their tip-off. */
  readonly rows: number;
  readonly backfilled: number;
  /** The number of players that match the query. */
  readonly matching: number;
  readonly shown: readonly SlatePlayer[];
}

/** Reads the players of a page. A query without a filter reads only the rows of its page. */
export async function readSlatePage(app: App, query: SlateQuery): Promise<SlatePage> {
  const { gameDate, skip, limit } = query;
  const headlineModel = await readHeadlineModel(app, gameDate);
  return await app.largeReads(async () => {
    const counts = await countSlate(app.warehouse, gameDate);
    const { player_count: players, row_count: rows, backfill_count: backfilled } = counts;
    const slate = { gameDate, headlineModel };
    if (!isFiltered(query)) {
      const page = shownRows(await readSlate(app.warehouse, { ...slate, skip, limit }), query);
      const shown = await describe(app, gameDate, page);
      return { headlineModel, players, rows, backfilled, matching: players, shown };
    }
    const all = shownRows(await readWholeSlate(app, slate), query);
    const matching = await matchingPlayers(app, query, all);
    const shown = await describe(app, gameDate, matching.slice(skip, skip + limit));
    return { headlineModel, players, rows, backfilled, matching: matching.length, shown };
  });
}

function isFiltered({ team, game, model, picksOnly }: SlateQuery): boolean {
  return team !== undefined || game !== undefined || model !== undefined || picksOnly === true;
}

async function matchingPlayers(app: App, query: SlateQuery, rows: readonly ShownRow[]): Promise<readonly ShownRow[]> {
  const found = matchingRows(rows, query);
  return query.picksOnly === true ? pickedRows(found, await pricesOfRows(app, query.gameDate, found)) : found;
}

async function describe(app: App, gameDate: string, rows: readonly ShownRow[]): Promise<readonly SlatePlayer[]> {
  const priced = await pricesOfRows(app, gameDate, rows);
  return await describePlayers(app, rows, { gameDate, priced });
}

async function readWholeSlate(
  { warehouse }: App,
  slate: { readonly gameDate: string; readonly headlineModel: string },
): Promise<readonly SlateRow[]> {
  const rows: SlateRow[] = [];
  for (let skip = 0; ; skip += PLAYERS_A_READ) {
    const part = await readSlate(warehouse, { ...slate, skip, limit: PLAYERS_A_READ });
    rows.push(...part);
    if (new Set(part.map(({ player_lookup }) => player_lookup)).size < PLAYERS_A_READ) return rows;
  }
}
