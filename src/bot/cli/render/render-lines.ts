import { priceText } from '../../../operations/kit/odds-text.ts';
import { ageText } from '../../../operations/predict/slate-columns.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { percentCell } from './number-cells.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { textTable } from './text-table.ts';

type Lines = Pick<ReplyData<'predict lines'>, 'lines'>;

/** Renders the bookmakers' lines for a player, with prices, probabilities and expected values in percent. */
export function renderLines({ lines }: Lines, page: TerminalPage = WHOLE): string {
  if (lines.length === 0) return '';
  const headings = [
    'book',
    'line',
    'kind',
    'over',
    'under',
    'age',
    'over %',
    'under %',
    'EV over %',
    'EV under %',
    'pick',
  ];
  return textTable(
    headings,
    lines.map((line) => [
      escapeUnprintable(line.bookmaker),
      line.line,
      line.is_main ? 'main' : 'alternate',
      priceText(line.over_price),
      priceText(line.under_price),
      ageText(line.age_minutes),
      percentCell(line.over_probability),
      percentCell(line.under_probability),
      percentCell(line.over_value),
      percentCell(line.under_value),
      line.pick,
    ]),
    page,
  );
}
