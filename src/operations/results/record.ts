import * as z from 'zod';
import { daysBefore, gameDateOf } from '../../pipeline/dates/game-date.ts';
import { LedgerPick } from '../../pipeline/ledger/ledger-pick.ts';
import { PickRecord, pickRecord } from '../../pipeline/ledger/pick-record.ts';
import { readLedger } from '../../pipeline/ledger/read-ledger.ts';
import { weekOf } from '../../pipeline/ledger/week-of.ts';
import { wholeNumber } from '../kit/input/whole-number.ts';
import { operation } from '../kit/operation.ts';
import { recordSentence } from './record-text.ts';

const DEFAULT_DAYS = 30;
const MAX_DAYS = 3_650;
const PICKS_SHOWN = 20;

const Days = wholeNumber({
  what: 'a number of days',
  min: 1,
  max: MAX_DAYS,
  works: `write a whole number from 1 to ${MAX_DAYS}`,
});

export const showRecord = operation({
  name: 'results record',
  summary: 'Show how published picks did.',
  input: z.strictObject({ days: Days.default(DEFAULT_DAYS).describe('days') }),
  output: z.object({
    /** The first and the last game date of the period. */
    from: z.string(),
    until: z.string(),
    /** The record of the period. */
    record: PickRecord,
    /** The record of all picks. */
    total: PickRecord,
    /** The record of each week of the period, the newest first. A week starts on Monday. */
    weeks: z.array(z.object({ week: z.string(), record: PickRecord })).readonly(),
    /** The record of each model that projected the points of picks in the period. */
    models: z.array(z.object({ system_id: z.string(), record: PickRecord })).readonly(),
    /** At most twenty picks of the period, the newest first. */
    picks: z.array(LedgerPick).readonly(),
  }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const until = gameDateOf(app.now());
    const from = daysBefore(until, input.days - 1);
    const all = await readLedger(app.warehouse, { until });
    const picks = all.filter(({ game_date }) => game_date >= from);
    const record = pickRecord(picks);
    const data = {
      from,
      until,
      record,
      total: pickRecord(all),
      weeks: recordsBy(picks, ({ game_date }) => weekOf(game_date)).map(([week, own]) => ({ week, record: own })),
      models: recordsBy(picks, ({ system_id }) => system_id).map(([system_id, own]) => ({ system_id, record: own })),
      picks: picks.slice(0, PICKS_SHOWN),
    };
    return { decision: 'done', code: 'ok', message: messageOf(data, input.days), data, next: [] };
  },
});

interface ShownRecord {
  readonly from: string;
  readonly record: PickRecord;
  readonly total: PickRecord;
}

function messageOf({ from, record, total }: ShownRecord, days: number): string {
  if (total.published + total.withdrawn === 0)
    return 'No pick is published yet. A pick counts as published when the channel shows it at the tip-off of its game.';
  const { published, open, withdrawn } = record;
  const counts = `${published} published, ${open} not graded yet, ${withdrawn} withdrawn`;
  const all = total.published === published ? '' : ` All picks: ${recordSentence(total)}`;
  return `Picks since ${from} (${days} days): ${counts}. ${recordSentence(record)}${all}`;
}

function recordsBy(
  picks: readonly LedgerPick[],
  keyOf: (pick: LedgerPick) => string,
): readonly (readonly [string, PickRecord])[] {
  return [...Map.groupBy(picks, keyOf)].map(([key, own]) => [key, pickRecord(own)] as const);
}
