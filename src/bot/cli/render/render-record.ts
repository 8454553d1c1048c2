import { percent } from '../../../operations/kit/figure-text.ts';
import { oddsText } from '../../../operations/kit/odds-text.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { pickResultText } from '../../../operations/results/record-text.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { type TableCell, textTable } from './text-table.ts';

type Shown = ReplyData<'results record'>;
type PickRecord = Shown['record'];

/** The columns of a record: the heading, and the cell of a record. */
const COLUMNS: readonly (readonly [heading: string, cell: (record: PickRecord) => TableCell])[] = [
  ['published', ({ published }) => published],
  ['won', ({ won }) => won],
  ['lost', ({ lost }) => lost],
  ['push', ({ pushes }) => pushes],
  ['void', ({ voids }) => voids],
  ['open', ({ open }) => open],
  ['withdrawn', ({ withdrawn }) => withdrawn],
  ['units', ({ units }) => units],
  ['hit rate', ({ rates }) => rates && percent(rates.hit_rate)],
  ['95 % interval', ({ rates }) => rates && `${percent(rates.low)} to ${percent(rates.high)}`],
];
const HEADINGS = COLUMNS.map(([heading]) => heading);

/** Renders the record by week and by model, and the newest picks. Nothing is shown without picks. */
export function renderRecord({ weeks, models, picks }: Shown, page: TerminalPage = WHOLE): string {
  if (picks.length === 0) return '';
  return [
    textTable(
      ['week', ...HEADINGS],
      weeks.map(({ week, record }) => [week, ...recordCells(record)]),
      page,
    ),
    textTable(
      ['model', ...HEADINGS],
      models.map(({ system_id, record }) => [system_id, ...recordCells(record)]),
      page,
    ),
    textTable(['date', 'player', 'pick', 'price', 'bookmaker', 'result'], picks.map(pickCells), page),
  ].join('\n\n');
}

function recordCells(record: PickRecord): readonly TableCell[] {
  return COLUMNS.map(([, cell]) => cell(record));
}

function pickCells(pick: Shown['picks'][number]): TableCell[] {
  const { game_date, player_name, side, line, price, bookmaker } = pick;
  return [game_date, player_name, `${side} ${line}`, oddsText(price), bookmaker, pickResultText(pick)].map(
    escapeUnprintable,
  );
}
