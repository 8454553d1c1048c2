import type { KnownBlock, TableBlock } from '@slack/types';
import type { Chart } from '../charts/chart.ts';
import { preformatted } from './rich-text.ts';
import { escaped, safeLines } from './safe-text.ts';

const MAX_FALLBACK_TEXT = 3_000;

/**
 * A message for the Web API. Screen readers and notifications show only `text`, so it contains the whole message in one
 * line.
 */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** A picture for the message. The other blocks are complete without it, because Slack may reject a picture. */
  readonly picture?: Picture;
}

export interface Picture extends Chart {
  /** The file name. */
  readonly name: string;
  readonly title: string;
  /** The number of blocks that precede the picture. */
  readonly at: number;
}

/** Builds a message and escapes its text. Callers pass the text unescaped. */
export function slackMessage(text: string, blocks: readonly KnownBlock[]): SlackMessage {
  return { text: escaped(safeLines(text, MAX_FALLBACK_TEXT)), blocks: [...blocks] };
}

/** Replaces tables with fixed-width text, for a Slack that does not know table blocks. */
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
