import type { ReplyData } from '../../../operations/registry.ts';
import { renderOffers } from './render-offers.ts';
import { type TableCell, textTable } from './text-table.ts';

const PERCENT = 100;

type Backtest = ReplyData<'backtest'>;
type Grades = Backtest['models'][number];

/**
 * Renders a backtest as a table: one row per model, then the reference forecasts, then the results of probabilities and
 * picks. Errors are in points, all other
 * figures in percent. The error of the betting line covers only the games that the model of the same row predicted.
 */
export function renderBacktest({ models, references, offers, trainings, left_out }: Backtest): string {
  if (models.length === 0) return '';
  const parts = [gradesTable([...models, ...references]), ...renderOffers(offers)];
  if (trainings.length > 0) {
    const headings = ['model', 'file', 'trained from', 'to', 'used from', 'to'];
    parts.push(
      textTable(
        headings,
        trainings.map((one) => [one.system_id, one.file, one.trained_from, one.trained_to, one.used_from, one.used_to]),
      ),
    );
  }
  const without = Object.entries(left_out).map(
    ([systemId, dates]) =>
      `${systemId} is left out on ${dates} dates, because no training of this model ended before those dates.`,
  );
  return [...parts, ...without].join('\n\n');
}

function gradesTable(all: readonly Grades[]): string {
  const headings = [
    'model',
    'n',
    'MAE',
    'line MAE',
    'bias',
    'above %',
    'hit %',
    'picks 3+',
    'hit 3+ %',
    'picks 5+',
    'hit 5+ %',
    'priced',
    'ROI %',
  ];
  return textTable(headings, all.map(gradesLine));
}

function gradesLine({
  system_id,
  n,
  mae,
  line_mae,
  bias,
  share_above,
  picks,
  picks_edge_3,
  picks_edge_5,
}: Grades): TableCell[] {
  return [
    system_id,
    n,
    rounded(mae, 2),
    rounded(line_mae, 2),
    rounded(bias, 2),
    percent(share_above),
    percent(picks.hit_rate),
    ...picksCells(picks_edge_3),
    ...picksCells(picks_edge_5),
    picks_edge_3.priced,
    percent(picks_edge_3.roi),
  ];
}

function picksCells({ made, hit_rate }: Grades['picks']): readonly TableCell[] {
  return [made, percent(hit_rate)];
}

function percent(share: number | null): number | null {
  return share === null ? null : rounded(share * PERCENT, 1);
}

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits)) + 0;
}
