import type { PricedPlayer } from '../../pipeline/pricing/priced-player.ts';
import type { SlateRow } from '../../pipeline/results/read-slate.ts';

/** The row of a player that a reply shows, and the points of every model if the caller requested them. */
export interface ShownRow {
  readonly row: SlateRow;
  readonly models: Readonly<Record<string, number>> | null;
}

export interface ShownModels {
  /** Shows the projections of this model in place of the headline projections. */
  readonly model?: string | undefined;
  readonly models?: boolean | undefined;
}

export interface PlayerFilter {
  readonly team?: string | undefined;
  /** A game id, or the abbreviations of both teams: `LAL PHI`. */
  readonly game?: string | undefined;
}

/**
 * Returns one row for each player, largest edge first, players without a line last. It is the row of `model`, or else his
 * headline projection. Players whom `model` did not predict are left out.
 */
export function shownRows(rows: readonly SlateRow[], { model, models }: ShownModels): readonly ShownRow[] {
  const byPlayer = Map.groupBy(rows, ({ player_lookup }) => player_lookup);
  return rows
    .filter(({ is_headline, system_id }) => (model === undefined ? is_headline : system_id === model))
    .map((row) => ({ row, models: models === true ? pointsByModel(byPlayer.get(row.player_lookup) ?? []) : null }))
    .toSorted(({ row: a }, { row: b }) => sizeOf(b) - sizeOf(a) || a.player_lookup.localeCompare(b.player_lookup));
}

/** Keeps the players of a team or of a game. */
export function matchingRows(rows: readonly ShownRow[], { team, game }: PlayerFilter): readonly ShownRow[] {
  const playsFor = (row: SlateRow, name: string) => row.team_abbr === name.trim().toUpperCase();
  const isIn = (row: SlateRow, wanted: string) => {
    const teams = wanted.toUpperCase().match(/[A-Z]+/g) ?? [];
    const own = [row.team_abbr, row.opponent_team_abbr];
    return (
      row.game_id === wanted.trim() ||
      (teams.length > 0 && teams.filter((name) => own.includes(name)).length === own.length)
    );
  };
  return rows.filter(
    ({ row }) => (team === undefined || playsFor(row, team)) && (game === undefined || isIn(row, game)),
  );
}

/** Keeps the players with a pick, the pick with the largest expected value first. */
export function pickedRows(rows: readonly ShownRow[], priced: readonly PricedPlayer[]): readonly ShownRow[] {
  const values = new Map(
    priced.flatMap(({ player_lookup, pick }) => (pick === null ? [] : [[player_lookup, pick.value] as const])),
  );
  const value = ({ row }: ShownRow) => values.get(row.player_lookup) ?? 0;
  return rows
    .filter(({ row }) => values.has(row.player_lookup))
    .toSorted((a, b) => value(b) - value(a) || a.row.player_lookup.localeCompare(b.row.player_lookup));
}

function pointsByModel(rows: readonly SlateRow[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(({ system_id, predicted_points }) => [system_id, predicted_points]));
}

function sizeOf({ line_margin }: SlateRow): number {
  return line_margin === null ? -1 : Math.abs(line_margin);
}
