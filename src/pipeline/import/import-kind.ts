import type { Table } from '../../platform/warehouse.ts';
import { injuries } from '../tables/injuries.ts';
import { playerGameLogs } from '../tables/player-game-logs.ts';
import { propLines } from '../tables/prop-lines.ts';
import { schedule } from '../tables/schedule.ts';
import { shotZonesByGame } from '../tables/shot-zones-by-game.ts';
import { shotZonesBySeason } from '../tables/shot-zones-by-season.ts';
import { teamBoxScores } from '../tables/team-box-scores.ts';
import type { CellRule } from './cell.ts';

/** A kind of file that can be imported. */
export interface ImportKind {
  /** The file's name without `.csv` or `.csv.gz`. */
  readonly name: string;
  readonly table: Table;
  /** The statement that brings the staged rows into the table. */
  readonly merge: string;
  /** By column; a column without one follows its type alone. */
  readonly rules: Readonly<Record<string, CellRule>>;
}

const RULES: Readonly<Record<string, CellRule>> = {
  season: { reading: 'season' },
  season_type: { reading: 'lower-case' },
  game_id: { reading: 'game-id' },
  player_id: { reading: 'player-id' },
  plus_minus: { min: -200, max: 200 },
  minutes: { max: 200 },
  line: { max: 200 },
  over_price: { min: -1_000_000 },
  under_price: { min: -1_000_000 },
  report_at: { reading: 'moment-or-day' },
  status: { reading: 'lower-case' },
};

/**
 * In the order they are imported: game logs first, because a player keeps the spelling of his name that comes first and theirs is the
 * official one.
 */
export const importKinds: readonly ImportKind[] = [
  playerGameLogs,
  teamBoxScores,
  schedule,
  shotZonesBySeason,
  shotZonesByGame,
  injuries,
  propLines,
].map(kindOf);

/** The kind of file a name stands for; undefined when Tipoff does not know it. */
export function kindOfFile(fileName: string): ImportKind | undefined {
  const stem = fileName.toLowerCase().replace(/\.csv(?:\.gz)?$/, '');
  return stem === fileName.toLowerCase() ? undefined : importKinds.find(({ name }) => name === stem);
}

/** The table of one import that rows are loaded into before one statement brings them in. */
export function stagingTable({ name, columns, key }: Table, importId: string): Table {
  return { name: `nba_staging.${name.replace('.', '_')}_${importId.replaceAll(/\W/g, '_')}`, columns, key };
}

function kindOf(table: Table): ImportKind {
  const name = table.name.slice(table.name.indexOf('.') + 1);
  return { name, table, merge: `import/sql/merge-${name.replaceAll('_', '-')}`, rules: RULES };
}
