import * as z from 'zod';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import type { Parameter, Statement, Warehouse } from '../../platform/warehouse.ts';
import { featuresOf, NEWEST_VERSION } from './feature-names.ts';

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
 * Computes the feature rows of every player of every game in the range anew. Each statement leaves its rows for the next under the id of
 * this build; only the last one touches the feature store, where what was there is replaced as a whole or stays as it was. Answers with what
 * is there now.
 */
export async function buildFeatures(deps: BuildDeps, range: FeatureRange): Promise<FeatureCounts> {
  const buildId = deps.newId();
  const dates = datesOf(range);
  const build = { build_id: { type: 'STRING', value: buildId } } as const;
  const builtAt = { built_at: { type: 'TIMESTAMP', value: instantFromDate(deps.now()) } } as const;
  const asOf = { as_of: { type: 'TIMESTAMP', value: range.asOf ?? null } } as const;
  const version = {
    feature_version: { type: 'STRING', value: NEWEST_VERSION },
    feature_count: { type: 'INT64', value: featuresOf(NEWEST_VERSION).length },
  } as const;
  const steps: readonly Statement[] = [
    { sql: 'features/sql/roster', parameters: { ...dates, ...build, ...builtAt, ...asOf } },
    { sql: 'features/sql/forecast', parameters: { ...dates, ...build, ...builtAt } },
    { sql: 'features/sql/build', parameters: { ...dates, ...build, ...builtAt, ...version } },
  ];
  for (const [index, statement] of steps.entries())
    await deps.warehouse.execute(statement, `features-${buildId}-${index + 1}`);
  const [counts] = await deps.warehouse.query({ sql: 'features/sql/counts', parameters: dates }, FeatureCounts);
  return FeatureCounts.parse(counts);
}

/** The parameters `@from_date` and `@to_date`. */
export function datesOf({ from, to }: DateRange): Readonly<Record<'from_date' | 'to_date', Parameter>> {
  return { from_date: { type: 'DATE', value: from }, to_date: { type: 'DATE', value: to } };
}
