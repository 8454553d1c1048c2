import type { KnownBlock } from '@slack/types';
import { percent, signedPercent } from '../../../operations/kit/figure-text.ts';
import { priceText } from '../../../operations/kit/odds-text.ts';
import { ageText } from '../../../operations/predict/slate-columns.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { rowsBlocks } from './data-blocks.ts';

type PlayerLine = ReplyData<'predict lines'>['lines'][number];

/** Renders the bookmakers' lines for one player as a table: prices, age, probabilities and expected values. */
export function playerLines({ lines }: Pick<ReplyData<'predict lines'>, 'lines'>): readonly KnownBlock[] {
  return lines.length === 0 ? [] : rowsBlocks(lines.map(cellsOf));
}

function cellsOf(line: PlayerLine) {
  return {
    book: `${line.bookmaker}, ${ageText(line.age_minutes)}`,
    line: `${line.line}${line.is_main ? '' : ' (alternate)'}${line.pick === null ? '' : `, pick ${line.pick}`}`,
    over: sideText(line.over_price, line.over_probability),
    under: sideText(line.under_price, line.under_probability),
    'EV over, under': `${worth(line.over_value)}, ${worth(line.under_value)}`,
  };
}

function sideText(price: number | null, probability: number): string {
  return `${priceText(price)} (${percent(probability)})`;
}

function worth(value: number | null): string {
  return value === null ? '–' : signedPercent(value);
}
