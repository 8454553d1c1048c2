import { millisOf } from '../../platform/instant.ts';
import type { DeployRecord } from './deploy-record.ts';

const MINUTE_MS = 60_000;
/** The 95th percentile of fewer deploys than this says nothing, so the default applies. */
const ENOUGH_DEPLOYS = 5;
const DEFAULT_MS = 8 * MINUTE_MS;
/** A deploy of some seconds is not slow after twice as many. */
const LEAST_MS = MINUTE_MS;
const PERCENTILE = 0.95;
const OVERDUE_AFTER = 2;

/**
 * How long 95 of 100 deploys of a service take at most, by the durations of its succeeded deploys. With fewer than five
 * of them it is eight minutes, and it is never less than one minute.
 * @internal exported for tests
 */
export function usualDeployMs(records: readonly DeployRecord[]): number {
  const durations = records
    .flatMap(({ state, started_at, ended_at }) =>
      state === 'succeeded' && ended_at !== null ? [millisOf(ended_at) - millisOf(started_at)] : [],
    )
    .toSorted((a, b) => a - b);
  if (durations.length < ENOUGH_DEPLOYS) return DEFAULT_MS;
  const rank = Math.ceil(PERCENTILE * durations.length);
  return Math.max(LEAST_MS, durations[rank - 1] ?? DEFAULT_MS);
}

/** A deploy is overdue when it takes twice as long as 95 of 100 deploys of its service. */
export function overdueAfterMs(records: readonly DeployRecord[]): number {
  return OVERDUE_AFTER * usualDeployMs(records);
}
