import type { LedgerPick } from '../../pipeline/ledger/ledger-pick.ts';
import type { NightPicks } from '../../pipeline/ledger/night-picks.ts';
import { MIN_DECIDED, type PickRecord } from '../../pipeline/ledger/pick-record.ts';
import { countedText } from '../kit/count-text.ts';
import { percent, signed } from '../kit/figure-text.ts';

/** Says how the picks of one game date did, and what the record shows if it has a pick. */
export function nightPicksSentences(picks: NightPicks): readonly string[] {
  const hasRecord = picks.record.published + picks.record.withdrawn > 0;
  return [nightPicksSentence(picks), ...(hasRecord ? [recordSentence(picks.record)] : [])];
}

/** Says how the picks of one game date did. A date without a pick is a result, too. */
function nightPicksSentence({ night }: NightPicks): string {
  if (night.published + night.withdrawn === 0) return 'No pick was published for this date.';
  if (night.published === 0) return `No pick stood at the tip-off. ${withdrawnText(night)}`;
  const graded = night.published - night.open;
  if (graded === 0)
    return `${countedText(night.published, 'pick')} published, none graded yet. ${withdrawnText(night)}`.trimEnd();
  const open = night.open === 0 ? '' : ` ${countedText(night.open, 'pick')} not graded yet.`;
  return `Picks: ${countsText(night)}, ${unitsText(night.units)}.${open} ${withdrawnText(night)}`.trimEnd();
}

/** Says what the record shows, and not more than the interval of the hit rate supports. */
export function recordSentence(record: PickRecord): string {
  const { won, lost, units, rates } = record;
  if (won + lost === 0) return 'The record has no decided pick yet.';
  const counts = `Record: ${countsText(record)}`;
  if (rates === null)
    return `${counts}, ${unitsText(units)}. Rates are shown from ${MIN_DECIDED} won or lost picks on.`;
  const { hit_rate, low, high, break_even, verdict } = rates;
  const rate = `hit rate ${percent(hit_rate)}, 95 % interval ${(low * 100).toFixed(1)} to ${percent(high)}`;
  return `${counts}, ${rate}, ${unitsText(units)} at real prices. ${verdictText(verdict, percent(break_even))}`;
}

/** Says what became of one pick. */
export function pickResultText(
  pick: Pick<LedgerPick, 'state' | 'result' | 'void_reason' | 'actual_points' | 'profit_units'>,
) {
  const { state, result, void_reason, actual_points, profit_units } = pick;
  if (state === 'withdrawn') return 'withdrawn, ruled out before the tip-off';
  if (result === null) return 'not graded yet';
  if (result === 'void') return void_reason === 'game_moved' ? 'void, the game moved' : 'void, did not play';
  return `${result}, scored ${actual_points ?? 0}, ${unitsText(profit_units ?? 0)}`;
}

/** Formats a profit in units of one stake with its sign and a real minus: `+1.20 units`. */
function unitsText(units: number): string {
  return `${signed(units, 2)} units`;
}

function countsText({ won, lost, pushes, voids }: PickRecord): string {
  const others = [
    ...(pushes === 0 ? [] : [`${pushes} ${pushes === 1 ? 'push' : 'pushes'}`]),
    ...(voids === 0 ? [] : [`${voids} void`]),
  ];
  return [`${won} won`, `${lost} lost`, ...others].join(', ');
}

function withdrawnText({ withdrawn }: PickRecord): string {
  if (withdrawn === 0) return '';
  return `${countedText(withdrawn, 'pick')} withdrawn, because the player was ruled out.`;
}

function verdictText(verdict: NonNullable<PickRecord['rates']>['verdict'], breakEven: string): string {
  switch (verdict) {
    case 'above':
      return `The whole interval is above the break-even rate of ${breakEven}.`;
    case 'below':
      return `The whole interval is below the break-even rate of ${breakEven}.`;
    case 'unclear':
      return `The interval includes the break-even rate of ${breakEven}, so the record does not differ from chance yet.`;
  }
}
