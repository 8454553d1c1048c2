import * as z from 'zod';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { NEWEST_VERSION } from './feature-names.ts';

export interface FeatureSlate {
  readonly gameDate: string;
  readonly asOf: Instant;
  /** The wall-clock time. A game that has tipped by then has features of one hour before its tip-off. */
  readonly now: Instant;
}

/**
 * Returns whether the stored feature rows of a game date can be used without a rebuild. They must exist, have the
 * newest version and this `asOf`, and be newer than the last import. Rows built at the exact time of an import count as
 * outdated.
 */
export async function featuresAreCurrent(
  warehouse: Warehouse,
  { gameDate, asOf, now }: FeatureSlate,
): Promise<boolean> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    as_of: { type: 'TIMESTAMP', value: asOf },
    now: { type: 'TIMESTAMP', value: now },
    feature_version: { type: 'STRING', value: NEWEST_VERSION },
  } as const;
  const [found] = await warehouse.query({ sql: 'features/sql/are-current', parameters }, Current);
  return found?.are_current === true;
}

const Current = z.object({ are_current: z.boolean() });
