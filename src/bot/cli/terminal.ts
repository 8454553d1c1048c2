import type { TerminalPage } from './render/terminal-page.ts';

/** The output streams of a command line. Tests replace them to read what a person would see. */
export interface Terminal {
  /** Writes to stdout, which receives only the result. */
  readonly out: (text: string) => void;
  /** Writes to stderr, which receives progress and errors. */
  readonly err: (text: string) => void;
  readonly progress: 'one line rewritten' | 'plain lines';
  /** The width of the terminal in characters. */
  readonly columns: number;
  /** The space for the answer on stdout. */
  readonly page: TerminalPage;
  /** Returns the current time in milliseconds. It limits how often a progress line is printed. */
  readonly clock: () => number;
}
