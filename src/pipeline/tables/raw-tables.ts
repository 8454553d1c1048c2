import type { Table } from '../../platform/warehouse.ts';
import { imports } from './imports.ts';
import { firstInjuries } from './injuries.ts';
import { playerGameLogs } from './player-game-logs.ts';
import { players } from './players.ts';
import { propLines } from './prop-lines.ts';
import { schedule } from './schedule.ts';
import { shotZonesByGame } from './shot-zones-by-game.ts';
import { shotZonesBySeason } from './shot-zones-by-season.ts';
import { teamBoxScores } from './team-box-scores.ts';

/** The tables that the import fills with rows from files, in their first version. */
export const rawTables: readonly Table[] = [
  playerGameLogs,
  teamBoxScores,
  schedule,
  propLines,
  firstInjuries,
  shotZonesBySeason,
  shotZonesByGame,
  players,
  imports,
];
