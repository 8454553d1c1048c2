import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { shownCell } from './cell.ts';
import type { NotedValue } from './file-notes.ts';
import type { ImportKind } from './import-kind.ts';

const TakenBackRow = z.looseObject({
  taken_back: z.enum(['replaced', 'surplus', 'rematched']),
  player_name: z.string().nullish(),
  game_id: z.string().nullish(),
  team: z.string().nullish(),
});
type TakenBackRow = z.infer<typeof TakenBackRow>;

const ReplacedReport = z.object({ player_name: z.string(), team: z.string(), game_date: z.string() });

const KeptRows = z.object({ game_date: z.string(), kept: z.number() });

/** A file whose rows are staged. */
interface StagedFile {
  readonly kind: ImportKind;
  /** The name of the staging table. */
  readonly staging: string;
  /** `dates`: the file is the whole truth for its dates. `rows`: the file adds rows and updates others. */
  readonly replaces: 'dates' | 'rows';
  readonly jobId: string;
}

/** What a merge will delete, and what `--replace` leaves, as notes about the file. */
export interface TakenBack {
  readonly rows: number;
  readonly notes: readonly NotedValue[];
}

/** Completes the staged rows of a file, and stages the stored rows that the merge deletes. */
export async function takeBack(warehouse: Warehouse, file: StagedFile): Promise<TakenBack> {
  const { kind, replaces, jobId } = file;
  const tables = { staging: file.staging };
  const statements = [...(replaces === 'dates' ? [kind.replace] : []), ...kind.complete];
  for (const sql of statements) await warehouse.execute({ sql, tables }, `${jobId}-${sql.replaceAll('/', '-')}`);
  const rows = await warehouse.query({ sql: 'import/sql/taken-back', tables }, TakenBackRow);
  const kept = replaces === 'dates' && kind.name === 'player_game_logs' ? await keptNotes(warehouse, tables) : [];
  const replaced = kind.name === 'injuries' ? await replacedNotes(warehouse, tables) : [];
  return { rows: rows.length, notes: [...notesOf(rows), ...kept, ...replaced] };
}

function notesOf(rows: readonly TakenBackRow[]): readonly NotedValue[] {
  const notes = new Map<string, NotedValue>();
  for (const row of rows) {
    const value = row.player_name ?? row.team ?? row.game_id ?? '';
    const [column, reason] = [columnOf(row), reasonOf(row)];
    const known = notes.get(`${value} ${reason}`);
    if (known !== undefined) known.rows += 1;
    else notes.set(`${value} ${reason}`, { kind: 'corrected', column, value, reason, line: 0, rows: 1 });
  }
  return [...notes.values()];
}

function columnOf({ player_name, team }: TakenBackRow): string {
  if (typeof player_name === 'string') return 'player_name';
  return typeof team === 'string' ? 'team' : 'game_id';
}

function reasonOf({ taken_back, player_name, game_id, team }: TakenBackRow): string {
  const name = shownCell(player_name ?? team ?? game_id ?? '');
  switch (taken_back) {
    case 'replaced':
      return `The file no longer has the row of ${name}. The row was removed.`;
    case 'surplus':
      return `With the row of ${name}, the players of ${team} have more points than the team in ${game_id}. The row was removed.`;
    case 'rematched':
      return `The stored row of ${name} reached no player. The row of the file took its place.`;
  }
}

async function keptNotes(warehouse: Warehouse, tables: { readonly staging: string }): Promise<readonly NotedValue[]> {
  const dates = await warehouse.query({ sql: 'import/sql/kept-player-game-logs', tables }, KeptRows);
  return dates.map(({ game_date: value, kept: rows }) => {
    const reason = `The file has fewer than five players of each team on ${value}, so it is not the box score of that date. The rows that it does not have stay.`;
    return { kind: 'kept', column: 'game_date', value, reason, line: 0, rows };
  });
}

async function replacedNotes(
  warehouse: Warehouse,
  tables: { readonly staging: string },
): Promise<readonly NotedValue[]> {
  const players = await warehouse.query({ sql: 'import/sql/replaced-reports', tables }, ReplacedReport);
  return players.map(({ player_name: value, team, game_date }) => {
    const reason = `${shownCell(value)} was out. The newer report of ${team} for ${game_date} does not list him, so he is no longer out. If it lists only some players, write partial into its column report_scope and import it again.`;
    return { kind: 'replaced', column: 'player_name', value, reason, line: 0, rows: 1 };
  });
}
