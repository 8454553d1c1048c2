import { isEnoughForRate, rateText, returnText } from '../../../operations/kit/rate-text.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { percentCell, roundedCell } from './number-cells.ts';
import { renderOffers } from './render-offers.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { type TableCell, textTable } from './text-table.ts';

type Backtest = ReplyData<'backtest'>;
type Grades = Backtest['models'][number];

/**
 * Renders a backtest as tables. The first has one row per model, then the reference forecasts. Errors are in points, all
 * other figures in percent. The error of the betting line covers only the games that the model of the same row
 * predicted. The other tables show the errors by source of the features, the coverage by month, the results of the
 * probabilities and picks, and the trainings.
 */
export function renderBacktest(backtest: Backtest, page: TerminalPage = WHOLE): string {
  const { models, references, sources, coverage, offers, trainings, left_out } = backtest;
  if (models.length === 0) return '';
  const grades = gradesTable([...models, ...references], page);
  const parts = [grades, sourcesTable(sources, page), coverageTable(coverage, page), ...renderOffers(offers, page)];
  if (trainings.length > 0) {
    const headings = ['model', 'file', 'trained from', 'to', 'used from', 'to'];
    parts.push(
      textTable(
        headings,
        trainings.map((one) => [one.system_id, one.file, one.trained_from, one.trained_to, one.used_from, one.used_to]),
        page,
      ),
    );
  }
  const without = Object.entries(left_out).map(
    ([systemId, dates]) =>
      `${systemId} is left out on ${dates} dates, because no training of this model ended before those dates.`,
  );
  return [...parts, ...without].join('\n\n');
}

/** Errors on players with features of this season, of last season, and with assumed values. */
function sourcesTable(sources: Backtest['sources'], page: TerminalPage): string {
  const lines = Object.entries(sources).flatMap(([source, all]) =>
    all.map(({ system_id, n, mae, line_mae, bias }) => [
      source,
      system_id,
      n,
      roundedCell(mae, 2),
      roundedCell(line_mae, 2),
      roundedCell(bias, 2),
    ]),
  );
  return textTable(['features from', 'model', 'n', 'MAE', 'line MAE', 'bias'], lines, page);
}

/** The players who had a line and played, and the reasons why some were not predicted. */
function coverageTable(coverage: Backtest['coverage'], page: TerminalPage): string {
  const lines = Object.entries(coverage).map(([month, { lined, predicted, unpredicted }]) => [
    month,
    lined,
    predicted,
    lined === 0 ? null : percentCell(predicted / lined),
    Object.entries(unpredicted)
      .map(([reason, count]) => `${count} ${reason}`)
      .join(', '),
  ]);
  return textTable(['month', 'lined and played', 'predicted', 'coverage %', 'not predicted'], lines, page);
}

function gradesTable(all: readonly Grades[], page: TerminalPage): string {
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
  return textTable(headings, all.map(gradesLine), page);
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
    roundedCell(mae, 2),
    roundedCell(line_mae, 2),
    roundedCell(bias, 2),
    percentCell(share_above),
    hitCell(picks),
    ...picksCells(picks_edge_3),
    ...picksCells(picks_edge_5),
    picks_edge_3.priced,
    isEnoughForRate(picks_edge_3.priced)
      ? percentCell(picks_edge_3.roi)
      : returnText(picks_edge_3.roi, picks_edge_3.priced),
  ];
}

function picksCells(picks: Grades['picks']): readonly TableCell[] {
  return [picks.made, hitCell(picks)];
}

/** Few picks are shown as counts, such as `7 of 12`. */
function hitCell({ won, lost, hit_rate }: Grades['picks']): TableCell {
  const of = won + lost;
  return isEnoughForRate(of) ? percentCell(hit_rate) : rateText({ won, of });
}
