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
    book: line.bookmaker,
    line: line.is_main ? String(line.line) : `${line.line} (alternate)`,
    over: priceText(line.over_price),
    under: priceText(line.under_price),
    age: ageText(line.age_minutes),
    'over %': percent(line.over_probability),
    'under %': percent(line.under_probability),
    'EV over': worth(line.over_value),
    'EV under': worth(line.under_value),
    pick: line.pick,
  };
}

function worth(value: number | null): string | null {
  return value === null ? null : signedPercent(value);
}
