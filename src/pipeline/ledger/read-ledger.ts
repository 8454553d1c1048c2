import type { Warehouse } from '../../platform/warehouse.ts';
import { isSampleLeague } from '../import/is-sample.ts';
import { LedgerPick } from './ledger-pick.ts';

/** A period of game dates. */
export interface LedgerPeriod {
  /** The first date of the period. Without it, the period starts with the first pick. */
  readonly from?: string;
  /** The last date of the period. */
  readonly until: string;
}

/** Reads the picks of the ledger for a period, the newest first. Picks of the sample league and real picks never mix. */
export async function readLedger(warehouse: Warehouse, { from, until }: LedgerPeriod): Promise<readonly LedgerPick[]> {
  const parameters = {
    from_date: { type: 'DATE', value: from ?? null },
    to_date: { type: 'DATE', value: until },
    is_sample: { type: 'BOOL', value: await isSampleLeague(warehouse) },
  } as const;
  return await warehouse.query({ sql: 'ledger/sql/ledger', parameters }, LedgerPick);
}
