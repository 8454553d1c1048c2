import * as z from 'zod';
import { spreadsheetText } from '../../platform/spreadsheet-text.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type DateRange, datesOf } from './build-features.ts';
import { FEATURE_NAMES, type FeatureVersion, featuresOf } from './feature-names.ts';

export type ExportFormat = 'csv' | 'ndjson';

export interface FeatureExport extends DateRange {
  readonly format: ExportFormat;
  /**
   * The feature version whose columns are exported. A feature is empty in rows that are older than the version that
   * added the feature.
   */
  readonly version: FeatureVersion;
}

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const FACTS = [
  'game_date',
  'game_id',
  'player_lookup',
  'player_name',
  'team',
  'opponent',
  'is_home',
  'days_rest',
  'as_of',
  'feature_version',
  'feature_quality_score',
  'actual_points',
] as const;
const ExportRow = z.record(z.enum([...FACTS, ...FEATURE_NAMES]), Value);
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Yields the feature rows of a date range for training, one line each, sorted by date and player. CSV starts with a
 * header. The target column `actual_points` has no value until the game is final, or if the player did not play. A
 * missing value is an empty field in CSV and null in NDJSON.
 */
export async function* exportFeatures(
  warehouse: Warehouse,
  { format, version, ...range }: FeatureExport,
): AsyncGenerator<string> {
  const names = [...FACTS, ...featuresOf(version)] as const;
  if (format === 'csv') yield names.join(',');
  for await (const page of warehouse.pages({ sql: 'features/sql/export', parameters: datesOf(range) }, ExportRow))
    for (const row of page)
      yield format === 'csv' ? names.map((name) => csvField(row[name])).join(',') : JSON.stringify(row, [...names]);
}

function csvField(value: z.infer<typeof Value>): string {
  const text = typeof value === 'string' ? spreadsheetText(value) : String(value ?? '');
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
