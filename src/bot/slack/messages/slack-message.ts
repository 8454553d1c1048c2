import type { KnownBlock, TableBlock } from '@slack/types';
import type { Chart } from '../charts/chart.ts';
import { preformatted } from './rich-text.ts';
import { escaped, safeLines } from './safe-text.ts';

const MAX_FALLBACK_TEXT = 3_000;

/** A message as Slack takes it. `text` is what screen readers and phones show, so it says the whole thing in one line. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** Stands among the blocks where it can be shown; everything it says, they say without it. */
  readonly picture?: Picture;
}

export interface Picture extends Chart {
  /** Of the file. */
  readonly name: string;
  readonly title: string;
  /** How many blocks stand before it. */
  readonly at: number;
}

/** Puts blocks under a line of text, which is escaped here and nowhere else. */
export function slackMessage(text: string, blocks: readonly KnownBlock[]): SlackMessage {
  return { text: escaped(safeLines(text, MAX_FALLBACK_TEXT)), blocks: [...blocks] };
}

/** The same blocks for a Slack that does not know tables yet. */
export function withoutTables(blocks: readonly KnownBlock[]): KnownBlock[] {
  return blocks.map((block) => (block.type === 'table' ? preformatted(fixedWidth(block)) : block));
}

function fixedWidth({ rows }: TableBlock): string {
  const cells = rows.map((row) => row.map((cell) => ('text' in cell ? String(cell.text) : '')));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
