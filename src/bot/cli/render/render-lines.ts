import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { textTable } from './text-table.ts';

const PERCENT = 100;
const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;

type Lines = Pick<ReplyData<'predict lines'>, 'lines'>;

/** Renders the bookmakers' lines for a player, with prices, probabilities and expected values in percent. */
export function renderLines({ lines }: Lines): string {
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
      odds(line.over_price),
      odds(line.under_price),
      age(line.age_minutes),
      percent(line.over_probability),
      percent(line.under_probability),
      percent(line.over_value),
      percent(line.under_value),
      line.pick,
    ]),
  );
}

function odds(price: number | null): string {
  if (price === null) return 'no price';
  return price > 0 ? `+${price}` : String(price);
}

function age(minutes: number): string {
  const hours = minutes / MINUTES_PER_HOUR;
  if (hours < 1) return `${minutes} min`;
  return hours < HOURS_PER_DAY ? `${hours.toFixed(1)} h` : `${Math.floor(hours / HOURS_PER_DAY)} d`;
}

function percent(share: number | null): number | null {
  return share === null ? null : Number((share * PERCENT).toFixed(1)) + 0;
}
