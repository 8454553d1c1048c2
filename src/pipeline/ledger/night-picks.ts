import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { LedgerPick } from './ledger-pick.ts';
import { PickRecord, pickRecord } from './pick-record.ts';
import { readLedger } from './read-ledger.ts';

/** The results of a game date name at most this many picks. */
const MAX_PICKS = 10;

/** The picks of one game date, and the record of all picks up to that date. */
export const NightPicks = z.object({
  night: PickRecord,
  /** At most ten picks of the date, the most valuable first. */
  picks: z.array(LedgerPick).readonly(),
  record: PickRecord,
});
export type NightPicks = z.infer<typeof NightPicks>;

/** Reads the picks of a game date and the record up to that date. */
export async function readNightPicks(warehouse: Warehouse, gameDate: string): Promise<NightPicks> {
  const ledger = await readLedger(warehouse, { until: gameDate });
  const own = ledger.filter(({ game_date }) => game_date === gameDate);
  const byValue = own.toSorted((a, b) => b.expected_value - a.expected_value);
  return { night: pickRecord(own), picks: byValue.slice(0, MAX_PICKS), record: pickRecord(ledger) };
}
