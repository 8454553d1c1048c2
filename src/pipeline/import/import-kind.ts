import type { Table } from '../../platform/warehouse.ts';
import { injuries } from '../tables/injuries.ts';
import { playerGameLogs } from '../tables/player-game-logs.ts';
import { propLines } from '../tables/prop-lines.ts';
import { schedule } from '../tables/schedule.ts';
import { shotZonesByGame } from '../tables/shot-zones-by-game.ts';
import { shotZonesBySeason } from '../tables/shot-zones-by-season.ts';
import { teamBoxScores } from '../tables/team-box-scores.ts';
import type { CellRule } from './cell.ts';

export interface ImportKind {
  /** The name of an import file of this kind, without `.csv` or `.csv.gz`. */
  readonly name: string;
  readonly table: Table;
  /** The name of the SQL statement that merges the staged rows into the table. */
  readonly merge: string;
  /**
   * The names of the SQL statements that complete the staged rows before the merge. They also stage stored rows that the
   * file proves wrong, so that the merge deletes them.
   */
  readonly complete: readonly string[];
  /** The name of the SQL statement that stages the stored rows of the file's dates that the file does not have. */
  readonly replace: string;
  /**
   * The rules for the values of the columns, by column name. If a column has no rule, the import checks only its type.
   */
  readonly rules: Readonly<Record<string, CellRule>>;
  /**
   * What the player ids of such a file mean: `own-id` for the ids of box scores, `any-provider` for other files, `none`
   * for files without players.
   */
  readonly ids: 'own-id' | 'any-provider' | 'none';
}

const RULES: Readonly<Record<string, CellRule>> = {
  season: { format: 'season' },
  season_type: { format: 'season-type' },
  game_id: { format: 'game-id' },
  player_id: { format: 'player-id' },
  player_name: { format: 'name' },
  plus_minus: { min: -200, max: 200 },
  line: { max: 200 },
  over_price: { min: -1_000_000 },
  under_price: { min: -1_000_000 },
  report_at: { format: 'time-or-date' },
  status: { format: 'injury-status' },
  report_scope: { format: 'report-scope' },
  line_type: { format: 'line-type' },
};

/** No player has scored more than 100 points or played more than 69 minutes in a game. */
const PLAYER_LIMITS: ImportKind['rules'] = { points: { max: 100 }, minutes: { max: 70 } };

const TAKEN_BACK = { name: 'taken_back', type: 'STRING' } as const;

const COMPLETE: Readonly<Record<string, ImportKind['complete']>> = {
  player_game_logs: ['import/sql/take-back-surplus-rows'],
  team_box_scores: ['import/sql/fill-opponent-points'],
  injuries: ['import/sql/rematch-injuries'],
  prop_lines: ['import/sql/rematch-prop-lines'],
};

/**
 * The kinds of files in the order of import. The schedule comes first, because the games of the other files are matched
 * with it. Game logs are the first file with players, because they have the official spelling of a player's name. Tipoff
 * keeps the first imported spelling of a name.
 */
export const importKinds: readonly ImportKind[] = [
  kindOf(schedule, 'none'),
  kindOf(playerGameLogs, 'own-id', PLAYER_LIMITS),
  kindOf(teamBoxScores, 'none'),
  kindOf(shotZonesBySeason, 'own-id'),
  kindOf(shotZonesByGame, 'own-id'),
  kindOf(injuries, 'any-provider'),
  kindOf(propLines, 'any-provider'),
];

/** Returns the kind of a file by its name, or undefined when Tipoff does not import the file. */
export function kindOfFile(fileName: string): ImportKind | undefined {
  const stem = fileName.toLowerCase().replace(/\.csv(?:\.gz)?$/, '');
  return stem === fileName.toLowerCase() ? undefined : importKinds.find(({ name }) => name === stem);
}

/** Returns the staging table of one import. A merge statement copies the staged rows into the final table. */
export function stagingTable({ name, columns, key }: Table, importId: string): Table {
  return { name: `nba_staging.${name.replace('.', '_')}_${importId.replaceAll(/\W/g, '_')}`, columns, key };
}

/**
 * Returns the staging table of a file. `taken_back` is null for the rows of the file. For a stored row that the merge
 * deletes, it has the reason, and only the columns of the key and of the player are filled.
 */
export function fileStaging({ table }: ImportKind, importId: string): Table {
  const staging = stagingTable(table, importId);
  const columns = [...staging.columns.map(({ name, type }) => ({ name, type })), TAKEN_BACK];
  return { ...staging, columns: columns.map((column) => ({ ...column, mode: 'nullable' })) };
}

function kindOf(table: Table, ids: ImportKind['ids'], limits: ImportKind['rules'] = {}): ImportKind {
  const name = table.name.slice(table.name.indexOf('.') + 1);
  const stem = name.replaceAll('_', '-');
  const statements = { merge: `import/sql/merge-${stem}`, replace: `import/sql/replace-${stem}` };
  return { name, table, ...statements, complete: COMPLETE[name] ?? [], rules: { ...RULES, ...limits }, ids };
}
