import { percent } from '../../../operations/kit/figure-text.ts';
import { oddsText } from '../../../operations/kit/odds-text.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { pickResultText } from '../../../operations/results/record-text.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TableCell, textTable } from './text-table.ts';

type Shown = ReplyData<'results record'>;

const HEADINGS = [
  'published',
  'won',
  'lost',
  'push',
  'void',
  'open',
  'withdrawn',
  'units',
  'hit rate',
  '95 % interval',
];

/** Renders the record by week and by model, and the newest picks. Nothing is shown without picks. */
export function renderRecord({ weeks, models, picks }: Shown): string {
  if (picks.length === 0) return '';
  return [
    textTable(
      ['week', ...HEADINGS],
      weeks.map(({ week, record }) => [week, ...recordCells(record)]),
    ),
    textTable(
      ['model', ...HEADINGS],
      models.map(({ system_id, record }) => [system_id, ...recordCells(record)]),
    ),
    textTable(['date', 'player', 'pick', 'price', 'bookmaker', 'result'], picks.map(pickCells)),
  ].join('\n\n');
}

function recordCells({
  published,
  won,
  lost,
  pushes,
  voids,
  open,
  withdrawn,
  units,
  rates,
}: Shown['record']): TableCell[] {
  const interval = rates === null ? null : `${percent(rates.low)} to ${percent(rates.high)}`;
  return [
    published,
    won,
    lost,
    pushes,
    voids,
    open,
    withdrawn,
    units,
    rates === null ? null : percent(rates.hit_rate),
    interval,
  ];
}

function pickCells(pick: Shown['picks'][number]): TableCell[] {
  const { game_date, player_name, side, line, price, bookmaker } = pick;
  return [game_date, player_name, `${side} ${line}`, oddsText(price), bookmaker, pickResultText(pick)].map(
    escapeUnprintable,
  );
}
