import type { AddedColumns } from '../../platform/migration.ts';
import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * An intermediate table that the statements of a feature build share. It has one row for each player whose team has a
 * game on one of the build's dates. A later build deletes rows that are older than an hour.
 */
export const buildRosters: Table = {
  name: 'nba_precompute.build_rosters',
  columns: [
    ...required('STRING', 'build_id'),
    ...required('TIMESTAMP', 'built_at'),
    ...required('DATE', 'game_date'),
    ...required('STRING', 'game_id', 'season', 'season_type', 'team', 'opponent', 'player_lookup', 'player_name'),
    ...required('BOOL', 'is_home'),
    ...required('TIMESTAMP', 'as_of'),
    ...nullable('DATE', 'opponent_played_before'),
    ...nullable('FLOAT64', 'line', 'opening_line', 'line_consensus'),
    ...nullable('BOOL', 'is_main_line', 'was_watched'),
    ...nullable('INT64', 'report_severity'),
    ...required('INT64', 'injury_risk'),
    ...required('BOOL', 'has_reports', 'is_out'),
  ],
  key: ['build_id', 'game_date', 'player_lookup'],
  partitionBy: 'game_date',
  clusterBy: ['build_id'],
};

/** Whether a source says for which team of the game the player plays. If none does, `team` and `opponent` name both. */
export const knownTeams: AddedColumns = { table: buildRosters.name, columns: nullable('BOOL', 'team_is_known') };
