import type { Progress } from '../../operations/kit/operation.ts';
import type { Terminal } from './terminal.ts';

const PLAIN_EVERY_MS = 5_000;
const REWRITE_EVERY_MS = 50;
const CLEAR_LINE = '\r\u001b[K';

export interface ProgressLine {
  readonly show: Progress;
  /** Erases the progress line. Callers erase it before they print anything else. */
  readonly clear: () => void;
}

/**
 * Shows progress on stderr. A terminal gets a single line that is rewritten; other streams get at most one line every
 * five seconds.
 */
export function progressLine(terminal: Terminal): ProgressLine {
  return terminal.progress === 'plain lines' ? sparseLines(terminal) : rewrittenLine(terminal);
}

function sparseLines(terminal: Terminal): ProgressLine {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (text) => {
      if (terminal.clock() - shownAt < PLAIN_EVERY_MS) return;
      shownAt = terminal.clock();
      terminal.err(`${text}\n`);
    },
    clear: () => undefined,
  };
}

function rewrittenLine(terminal: Terminal): ProgressLine {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (text) => {
      if (terminal.clock() - shownAt < REWRITE_EVERY_MS) return;
      shownAt = terminal.clock();
      terminal.err(`${CLEAR_LINE}${text.slice(0, terminal.columns - 1)}`);
    },
    clear: () => {
      if (shownAt === Number.NEGATIVE_INFINITY) return;
      shownAt = Number.NEGATIVE_INFINITY;
      terminal.err(CLEAR_LINE);
    },
  };
}
