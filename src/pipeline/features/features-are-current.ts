import * as z from 'zod';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { NEWEST_VERSION } from './feature-names.ts';

export interface FeatureSlate {
  readonly gameDate: string;
  readonly asOf: Instant;
}

/**
 * Whether the date's rows need no rebuild: there are some, all of them of the newest version and as of this moment, and nothing was imported since they were built. Rows
 * built in the very moment of an import count as built before it.
 */
export async function featuresAreCurrent(warehouse: Warehouse, { gameDate, asOf }: FeatureSlate): Promise<boolean> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    as_of: { type: 'TIMESTAMP', value: asOf },
    feature_version: { type: 'STRING', value: NEWEST_VERSION },
  } as const;
  const [found] = await warehouse.query({ sql: 'features/sql/are-current', parameters }, Current);
  return found?.are_current === true;
}

const Current = z.object({ are_current: z.boolean() });
