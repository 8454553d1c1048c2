import type { TopLevelSpec } from 'vega-lite';
import { percent } from '../../../operations/kit/figure-text.ts';
import { isEnoughForRate, rateText } from '../../../operations/kit/rate-text.ts';
import type { ResultsAnnouncement } from '../../../pipeline/grading/night-results.ts';
import { hundredths, inWords } from '../messages/figures.ts';
import { safeText } from '../messages/safe-text.ts';
import type { Chart } from './chart.ts';

/**
 * On a phone that is 390 points wide, a message has about 300 points for a picture. A picture of 340 points is scaled
 * only a little, so text of 13 points stays readable.
 */
const WIDTH = 316;
const PADDING = 12;
const ROW_HEIGHT = 24;
const BAR_HEIGHT = 14;
const TITLE_HEIGHT = 42;
const PANEL_SPACING = 20;
const BARS_FROM = 160;
const BARS_TO = 246;
const MAX_NAME = 24;
/** The axis for the share of won picks extends to at least this share, so that the bars of a bad night look short. */
const SHORTEST_RATE_AXIS = 0.7;
const MAX_ALT_TEXT = 2_000;
const FONT = 'DejaVu Sans Condensed';

/**
 * The background of the chart is opaque, so that the chart reads the same in light and dark mode. Blue and grey also
 * differ in lightness, for colour-blind readers.
 */
const PAPER = '#f7f8fa';
const INK = '#1d2733';
const SOFT_INK = '#4a5766';
const AHEAD = '#0b62b8';
const BEHIND = '#87929e';

interface Bar {
  readonly id: string;
  readonly model: string;
  readonly value: number | null;
  readonly text: string;
  readonly isAhead: boolean;
  readonly weight: 'bold' | 'normal';
}

interface Panel {
  readonly title: string;
  readonly subtitle: string;
  readonly bars: readonly Bar[];
  readonly reference: number | null;
  readonly max: number;
}

const TITLE = {
  anchor: 'start',
  frame: 'group',
  fontSize: 16,
  color: INK,
  subtitleFontSize: 12.5,
  subtitleColor: SOFT_INK,
  subtitlePadding: 4,
  offset: 8,
} as const;

/**
 * Builds a chart of two panels with one bar per model: the average error against the line's error, and the share of
 * picks won against the break-even rate.
 */
export function nightChart(night: ResultsAnnouncement): Chart {
  const panels = [errorPanel(night), pickPanel(night)];
  const spec: TopLevelSpec = {
    background: PAPER,
    spacing: PANEL_SPACING,
    config: { font: FONT, view: { stroke: null }, text: { fontSize: 13.5, color: INK } },
    vconcat: panels.map(panelSpec),
  };
  const rows = panels.reduce((sum, { bars }) => sum + bars.length, 0);
  const height = rows * ROW_HEIGHT + (panels.length - 1) * (PANEL_SPACING + TITLE_HEIGHT);
  const padding = { left: PADDING, right: PADDING, top: PADDING + TITLE_HEIGHT, bottom: PADDING };
  return {
    drawing: { spec, width: WIDTH, height, padding },
    altText: safeText(panels.map(inSentences).join(' '), MAX_ALT_TEXT),
  };
}

function errorPanel({ systems, line_mae, leader, players }: ResultsAnnouncement): Panel {
  const known = systems.flatMap(({ mae }) => mae ?? []);
  return {
    title: 'Average error in points',
    subtitle:
      line_mae === null
        ? 'No predicted player played'
        : `Lower is better. Dashed: the line’s error, ${hundredths(line_mae)} (${players} players)`,
    reference: line_mae,
    max: Math.max(...known, line_mae ?? 0, 1),
    bars: systems.map(({ system_id, mae }) => ({
      ...named(system_id, leader),
      value: mae,
      text: mae === null ? 'no games' : hundredths(mae),
      isAhead: mae !== null && line_mae !== null && mae < line_mae,
    })),
  };
}

function pickPanel({ systems, break_even, leader }: ResultsAnnouncement): Panel {
  return {
    title: 'Recommendations won',
    subtitle: `Higher is better. Dashed: break-even at −110, ${percent(break_even)}`,
    reference: break_even,
    max: Math.max(...systems.map((system) => hitRateOf(system) ?? 0), SHORTEST_RATE_AXIS),
    bars: systems.map((system) => {
      const rate = hitRateOf(system);
      const { won, lost } = system.picks;
      const of = won + lost;
      return {
        ...named(system.system_id, leader),
        value: rate,
        text: rate === null ? (rateText({ won, of }) ?? 'none') : `${Math.round(rate * 100)} % of ${of}`,
        isAhead: rate !== null && rate >= break_even,
      };
    }),
  };
}

/** Few picks have no rate, so the chart shows their counts without a bar. */
function hitRateOf({ picks }: ResultsAnnouncement['systems'][number]): number | null {
  return isEnoughForRate(picks.won + picks.lost) ? picks.hit_rate : null;
}

function named(systemId: string, leader: string): Pick<Bar, 'id' | 'model' | 'weight'> {
  return {
    id: systemId,
    model: safeText(inWords(systemId), MAX_NAME),
    weight: systemId === leader ? 'bold' : 'normal',
  };
}

type PanelSpec = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];
type UnitSpec = Extract<Extract<PanelSpec, { layer: unknown }>['layer'][number], { mark: unknown }>;
type Encoding = NonNullable<UnitSpec['encoding']>;

/** Each model has its own row in the chart, in the given order: its name, its bar, its number. */
const ROWS: Encoding = { y: { field: 'id', type: 'nominal', sort: null, axis: null } };

const NUMBER: UnitSpec = {
  mark: { type: 'text', align: 'right' },
  encoding: { ...ROWS, x: { value: WIDTH }, text: { field: 'text' } },
};

function panelSpec({ title, subtitle, bars, reference, max }: Panel): PanelSpec {
  return {
    width: WIDTH,
    height: { step: ROW_HEIGHT },
    title: { text: title, subtitle, ...TITLE },
    data: { values: [...bars] },
    layer: [name('bold'), name('normal'), bar(max), ...(reference === null ? [] : [rule(reference, max)]), NUMBER],
  };
}

function name(fontWeight: Bar['weight']): UnitSpec {
  return {
    transform: [{ filter: `datum.weight === '${fontWeight}'` }],
    mark: { type: 'text', align: 'left', fontWeight },
    encoding: { ...ROWS, x: { value: 0 }, text: { field: 'model' } },
  };
}

function bar(max: number): UnitSpec {
  return {
    mark: { type: 'bar', height: BAR_HEIGHT },
    encoding: {
      ...ROWS,
      x: { field: 'value', type: 'quantitative', stack: null, axis: null, scale: lengths(max) },
      x2: { datum: 0 },
      color: { field: 'isAhead', scale: { domain: [true, false], range: [AHEAD, BEHIND] }, legend: null },
    },
  };
}

function rule(reference: number, max: number): UnitSpec {
  return {
    data: { values: [{ reference }] },
    mark: { type: 'rule', strokeDash: [5, 2], strokeWidth: 2, color: INK },
    encoding: { x: { field: 'reference', type: 'quantitative', axis: null, scale: lengths(max) } },
  };
}

function lengths(max: number) {
  return { domain: [0, max], range: [BARS_FROM, BARS_TO] };
}

function inSentences({ title, subtitle, bars }: Panel): string {
  return `${title} (${subtitle}): ${bars.map(({ model, text }) => `${model} ${text}`).join(', ')}.`;
}
