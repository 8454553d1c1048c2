import { isEnoughForRate, returnText, shareText } from '../../../operations/kit/rate-text.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { percentCell } from './number-cells.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { type TableCell, textTable } from './text-table.ts';

type Offers = ReplyData<'backtest'>['offers'];
type Calibration = Offers['calibration'];
type Returns = Offers['average_offer'];

/**
 * Renders the results of probabilities and picks: their fit, the reliability of each decile, and the profit of the picks
 * next to that of the average offer. Shares are in percent. Nothing is shown without offers.
 */
export function renderOffers(offers: Offers, page: TerminalPage = WHOLE): readonly string[] {
  const { calibration, priced, market, picks, average_offer: average, voided } = offers;
  if (calibration.n === 0) return [];
  return [
    textTable(
      ['probability of the over', 'lines', 'Brier', 'calibration error %'],
      [
        fitLine('every line', calibration),
        fitLine('lines with other prices', priced),
        fitLine('the same by their own price', market),
      ],
      page,
    ),
    textTable(
      ['decile', 'lines', 'predicted %', 'over %', 'difference %'],
      calibration.deciles.map(({ n, predicted, observed }, index) => [
        index + 1,
        n,
        percentCell(predicted),
        ...observedCells({ n, predicted, observed }),
      ]),
      page,
    ),
    textTable(
      ['bets', 'n', 'won', 'lost', 'ROI %', '95 % from', 'to'],
      [
        returnsLine('picks', picks, [picks.won, picks.lost]),
        returnsLine('average offer, by player', average, [null, null]),
      ],
      page,
    ),
    `${conclusion(picks)} ${voided} more picks were void, because the player did not play.`,
  ];
}

function fitLine(name: string, { n, brier, error }: Calibration): TableCell[] {
  return [name, n, brier === null ? null : brier.toFixed(4), percentCell(error)];
}

function returnsLine(name: string, { n, roi, low, high }: Returns, counts: readonly TableCell[]): TableCell[] {
  const cells = isEnoughForRate(n) ? [roi, low, high].map(percentCell) : [returnText(roi, n), null, null];
  return [name, n, ...counts, ...cells];
}

/** Few lines have counts, and no difference from the predicted share. */
function observedCells({ n, predicted, observed }: Calibration['deciles'][number]): readonly TableCell[] {
  return isEnoughForRate(n)
    ? [percentCell(observed), percentCell(observed - predicted)]
    : [shareText(observed, n), null];
}

/** Says what the interval of the picks allows to say, and not more. */
function conclusion({ n, low, high }: Returns): string {
  if (low === null || high === null || !isEnoughForRate(n))
    return 'There are too few picks to say anything about their profit.';
  if (low > 0) return 'The picks made a profit that chance alone does not explain.';
  if (high < 0) return 'The picks lost more than chance alone explains.';
  return 'The interval includes 0, so these picks show neither a profit nor a loss.';
}
