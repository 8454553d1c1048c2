/** The output streams of a command line. Tests replace them to read what a person would see. */
export interface Terminal {
  /** Writes to stdout, which receives only the result. */
  readonly out: (text: string) => void;
  /** Writes to stderr, which receives progress and errors. */
  readonly err: (text: string) => void;
  readonly progress: 'one line rewritten' | 'plain lines';
  /** The width of the terminal in characters. */
  readonly columns: number;
  /** Returns milliseconds, which are used only to limit the rate of progress lines. */
  readonly clock: () => number;
}
