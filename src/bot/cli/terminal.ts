/** The streams of a command line. Tests replace them to read what a person would see. */
export interface Terminal {
  /** Receives only the result. */
  readonly out: (text: string) => void;
  /** Receives progress and errors. */
  readonly err: (text: string) => void;
  readonly progress: 'one line rewritten' | 'plain lines';
  /** Width in characters. */
  readonly columns: number;
  /** Milliseconds, used only to limit the rate of progress lines. */
  readonly clock: () => number;
}
