import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * The ledger: the picks that the channel showed at the tip-off of their game. A row is written once and never changes.
 * `state` is `withdrawn` if the player was ruled out before the tip-off, and `published` otherwise. `price` has American
 * odds, `probability` is 0 to 1, and `expected_value` is the expected profit of a stake of 1. `shown_at` is the time at
 * which the channel confirmed the message with the pick, and `tipoff_at` the tip-off by the schedule of that time.
 */
export const publishedPicks: Table = {
  name: 'nba_predictions.published_picks',
  key: ['game_date', 'pick_id'],
  partitionBy: 'game_date',
  clusterBy: ['player_lookup'],
  columns: [
    ...required('DATE', 'game_date'),
    ...required('STRING', 'pick_id', 'game_id', 'player_lookup', 'player_name', 'team', 'opponent', 'side'),
    ...required('FLOAT64', 'line'),
    ...required('STRING', 'bookmaker'),
    ...required('INT64', 'price'),
    ...required('FLOAT64', 'probability', 'expected_value', 'predicted_points'),
    ...required('STRING', 'system_id', 'batch_id'),
    ...required('INT64', 'generation'),
    ...required('TIMESTAMP', 'priced_at', 'shown_at', 'tipoff_at', 'recorded_at'),
    ...required('STRING', 'state'),
    ...nullable('TIMESTAMP', 'withdrawn_at'),
    ...required('BOOL', 'is_sample'),
  ],
};

const gradeColumns = [
  ...required('STRING', 'pick_id', 'result'),
  ...nullable('STRING', 'void_reason'),
  ...nullable('INT64', 'actual_points'),
  ...nullable('FLOAT64', 'minutes_played'),
  ...required('FLOAT64', 'profit_units'),
] as const;

/**
 * The results of the picks in the ledger. `result` is `won`, `lost`, `push` or `void`. `profit_units` is the profit of a
 * stake of 1 at the recorded price. All rows of a date are from its latest grading run.
 */
export const publishedPickGrades: Table = {
  name: 'nba_predictions.published_pick_grades',
  key: ['game_date', 'pick_id'],
  partitionBy: 'game_date',
  columns: [
    ...required('DATE', 'game_date'),
    ...gradeColumns,
    ...required('INT64', 'grading_run'),
    ...required('TIMESTAMP', 'graded_at'),
  ],
};

/** Returns the staging table for the picks of one grading run of a game date. */
export function pickGradesStaging(gameDate: string, run: number): Table {
  return {
    name: `nba_staging.pick_grading_${gameDate.replaceAll('-', '_')}_r${run}`,
    key: ['pick_id'],
    columns: gradeColumns,
  };
}
