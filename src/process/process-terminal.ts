import { WHOLE } from '../bot/cli/render/terminal-page.ts';
import type { Terminal } from '../bot/cli/terminal.ts';

const DEFAULT_COLUMNS = 100;
/** A table in a terminal shows this many rows, the best or newest ones. */
const ROWS_IN_TERMINAL = 20;

/** Returns the streams of this process. An answer that goes to a file or another program is not cut. */
export function terminal(): Terminal {
  const { stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    progress: stderr.isTTY ? 'one line rewritten' : 'plain lines',
    columns: stderr.columns || DEFAULT_COLUMNS,
    page: stdout.isTTY ? { columns: stdout.columns || DEFAULT_COLUMNS, rows: ROWS_IN_TERMINAL } : WHOLE,
    clock: () => performance.now(),
  };
}
