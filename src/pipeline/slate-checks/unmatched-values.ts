import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import {
  type LinedPlayers,
  type ReportedPlayers,
  readLinedPlayers,
  readReportedPlayers,
  type SlateMoment,
} from './read-slate-facts.ts';

/** A value of the imported data of a date that reaches no player, with the number of its rows. */
export const UnmatchedValue = z.object({
  file: z.enum(['prop_lines', 'injuries']),
  value: UserText,
  rows: z.number(),
  reason: z.string(),
});
export type UnmatchedValue = Readonly<z.infer<typeof UnmatchedValue>>;

const LINE_REASONS: Readonly<Record<Exclude<LinedPlayers['problem'], 'none'>, string>> = {
  unknown_player: 'Nobody of this name has played in the last two years.',
  ambiguous_player: 'The name fits several players.',
  other_game: "The line is for a game in which the player's team does not play.",
  no_game: "The player's team does not play on the date.",
};

const REPORT_REASONS: Readonly<Record<Exclude<ReportedPlayers['problem'], 'none'>, string>> = {
  unknown_player: 'Nobody of this name has played in the last two years.',
  ambiguous_player: 'The name fits several players.',
  unknown_status: 'The status is not a known word. It counts as questionable.',
};

/** Returns the values of a date's lines and injury reports that reach no player, those with the most rows first. */
export async function readUnmatchedValues(
  warehouse: Warehouse,
  moment: SlateMoment,
): Promise<readonly UnmatchedValue[]> {
  const [lined, reported] = await Promise.all([
    readLinedPlayers(warehouse, moment),
    readReportedPlayers(warehouse, moment),
  ]);
  return [...lined.flatMap(lineValue), ...reported.flatMap(reportValue)].toSorted((a, b) => b.rows - a.rows);
}

function lineValue({ problem, value, row_count: rows }: LinedPlayers): readonly UnmatchedValue[] {
  if (problem === 'none' || value === null) return [];
  return [{ file: 'prop_lines', value, rows, reason: LINE_REASONS[problem] }];
}

function reportValue({ problem, value, players: rows }: ReportedPlayers): readonly UnmatchedValue[] {
  if (problem === 'none' || value === null) return [];
  return [{ file: 'injuries', value, rows, reason: REPORT_REASONS[problem] }];
}
