import { DateTime } from 'luxon';
import * as z from 'zod';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Parameter, Statement, Warehouse } from '../../platform/warehouse.ts';
import { featuresOf, NEWEST_VERSION } from './feature-names.ts';

const PIECE_DAYS = 365;

export interface BuildDeps {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
}

/** Game dates as `2026-02-05`, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

export interface FeatureRange extends DateRange {
  /** What is known later is left out. Without it: one hour before the first tip-off of each date. */
  readonly asOf?: Instant;
}

const FeatureCounts = z.object({
  dates: z.number(),
  games: z.number(),
  /** Players of all dates; a player counts once a date. */
  total: z.number(),
  with_line: z.number(),
});
export type FeatureCounts = z.infer<typeof FeatureCounts>;

/**
 * Computes the feature rows of every player of every game in the range anew and answers with what is there now. A long range is built in
 * pieces of about a season, so that memory does not grow with the years. Within a piece the rows are replaced as a whole or stay as they
 * were.
 */
export async function buildFeatures(deps: BuildDeps, range: FeatureRange): Promise<FeatureCounts> {
  for (const piece of piecesOf(range)) await buildPiece(deps, { ...range, ...piece });
  const statement = { sql: 'features/sql/counts', parameters: datesOf(range) };
  const [counts] = await deps.warehouse.query(statement, FeatureCounts);
  return FeatureCounts.parse(counts);
}

/** The parameters `@from_date` and `@to_date`. */
export function datesOf({ from, to }: DateRange): Readonly<Record<'from_date' | 'to_date', Parameter>> {
  return { from_date: { type: 'DATE', value: from }, to_date: { type: 'DATE', value: to } };
}

function piecesOf({ from, to }: DateRange): readonly DateRange[] {
  const end = DateTime.fromISO(from, { zone: 'utc' }).plus({ days: PIECE_DAYS }).toFormat('yyyy-MM-dd');
  const next = DateTime.fromISO(end, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
  return end >= to ? [{ from, to }] : [{ from, to: end }, ...piecesOf({ from: next, to })];
}

/** Each statement leaves its rows for the next under the id of this build; only the last one touches the feature store. */
async function buildPiece(deps: BuildDeps, range: FeatureRange): Promise<void> {
  const buildId = deps.newId();
  const shared = {
    ...datesOf(range),
    build_id: { type: 'STRING', value: buildId },
    built_at: { type: 'TIMESTAMP', value: instantFromDate(deps.now()) },
  } as const;
  const asOf = { as_of: { type: 'TIMESTAMP', value: range.asOf ?? null } } as const;
  const version = {
    feature_version: { type: 'STRING', value: NEWEST_VERSION },
    feature_count: { type: 'INT64', value: featuresOf(NEWEST_VERSION).length },
  } as const;
  const run = (step: string, parameters: Statement['parameters'] = {}) =>
    deps.warehouse.execute(
      { sql: `features/sql/${step}`, parameters: { ...shared, ...parameters } },
      `features-${buildId}-${step}`,
    );
  await run('roster', asOf);
  await run('forecast');
  await run('build', version);
}
