import { DateTime } from 'luxon';
import * as z from 'zod';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Parameter, Statement, Warehouse } from '../../platform/warehouse.ts';
import { featuresOf, NEWEST_VERSION } from './feature-names.ts';

const PART_DAYS = 365;

export interface BuildDeps {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
}

/** A range of game dates like `2026-02-05`. Both dates are included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

export interface FeatureRange extends DateRange {
  /**
   * The time up to which a feature build uses data. A game that has already tipped uses data of one hour before its tip-off. By default the time
   * is one hour before the first tip-off of each date.
   */
  readonly asOf?: Instant;
}

const FeatureCounts = z.object({
  dates: z.number(),
  games: z.number(),
  /** The number of feature rows in the date range. A player has one feature row per game date. */
  total: z.number(),
  with_line: z.number(),
});
export type FeatureCounts = z.infer<typeof FeatureCounts>;

/**
 * Rebuilds the feature rows of all players of all games in the range, and returns how many there are. A long range is
 * built in parts of a year, so that memory does not grow with its length. Each part replaces its rows completely or not
 * at all.
 */
export async function buildFeatures(deps: BuildDeps, range: FeatureRange): Promise<FeatureCounts> {
  for (const part of partsOf(range)) await buildPart(deps, { ...range, ...part });
  const statement = { sql: 'features/sql/counts', parameters: datesOf(range) };
  const [counts] = await deps.warehouse.query(statement, FeatureCounts);
  return FeatureCounts.parse(counts);
}

/** Converts a date range to the SQL parameters `@from_date` and `@to_date`. */
export function datesOf({ from, to }: DateRange): Readonly<Record<'from_date' | 'to_date', Parameter>> {
  return { from_date: { type: 'DATE', value: from }, to_date: { type: 'DATE', value: to } };
}

function partsOf({ from, to }: DateRange): readonly DateRange[] {
  const end = DateTime.fromISO(from, { zone: 'utc' }).plus({ days: PART_DAYS }).toFormat('yyyy-MM-dd');
  const next = DateTime.fromISO(end, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
  return end >= to ? [{ from, to }] : [{ from, to: end }, ...partsOf({ from: next, to })];
}

/**
 * Builds the features of one part of the date range. The SQL statements pass rows to each other through shared tables,
 * marked with the build's id. Only the last statement changes the feature store.
 */
async function buildPart(deps: BuildDeps, range: FeatureRange): Promise<void> {
  const buildId = deps.newId();
  const shared = {
    ...datesOf(range),
    build_id: { type: 'STRING', value: buildId },
    built_at: { type: 'TIMESTAMP', value: instantFromDate(deps.now()) },
  } as const;
  const now = range.asOf === undefined ? null : instantFromDate(deps.now());
  const known = {
    as_of: { type: 'TIMESTAMP', value: range.asOf ?? null },
    now: { type: 'TIMESTAMP', value: now },
  } as const;
  const version = {
    feature_version: { type: 'STRING', value: NEWEST_VERSION },
    feature_count: { type: 'INT64', value: featuresOf(NEWEST_VERSION).length },
  } as const;
  const run = (step: string, parameters: Statement['parameters'] = {}) =>
    deps.warehouse.execute(
      { sql: `features/sql/${step}`, parameters: { ...shared, ...parameters } },
      `features-${buildId}-${step}`,
    );
  await run('roster', known);
  await run('forecast');
  await run('build', version);
}
