import type { Column, ColumnType, Table } from '#src/platform/warehouse.ts';

/** The tables with raw data that a project may already have, with the columns that the views of `docs/views` read. */
export const RAW_TABLES_OF_BIGQUERY: readonly Table[] = [
  table('nba_raw.nbac_injury_report', {
    DATE: ['report_date', 'game_date'],
    INT64: ['report_hour'],
    STRING: ['player_full_name', 'player_lookup', 'team', 'injury_status', 'reason'],
  }),
  table('nba_raw.nbac_schedule', {
    DATE: ['game_date'],
    INT64: ['season_year', 'game_status', 'home_team_score', 'away_team_score'],
    STRING: ['home_team_tricode', 'away_team_tricode', 'arena_name'],
    BOOL: ['is_regular_season', 'is_playoffs'],
    TIMESTAMP: ['game_date_est'],
  }),
  table('nba_raw.odds_api_player_points_props', {
    DATE: ['game_date'],
    STRING: ['game_id', 'player_name', 'player_lookup', 'bookmaker'],
    FLOAT64: ['points_line'],
    INT64: ['over_price_american', 'under_price_american', 'minutes_before_tipoff'],
    TIMESTAMP: ['snapshot_timestamp'],
  }),
];

function table(name: string, columns: Readonly<Partial<Record<ColumnType, readonly string[]>>>): Table {
  const types: readonly ColumnType[] = ['STRING', 'INT64', 'FLOAT64', 'BOOL', 'DATE', 'TIMESTAMP'];
  const all = types.flatMap((type) =>
    (columns[type] ?? []).map((column): Column => ({ name: column, type, mode: 'nullable' })),
  );
  return { name, key: [], columns: all };
}
