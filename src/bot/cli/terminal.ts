/** The streams a command line talks to, so that tests can read what a person would see. */
export interface Terminal {
  /** Carries the result and nothing else. */
  readonly out: (text: string) => void;
  /** Carries progress and errors. */
  readonly err: (text: string) => void;
  readonly progress: 'one line rewritten' | 'plain lines';
  /** Width in characters. */
  readonly columns: number;
  /** Milliseconds, only for the pace of progress lines. */
  readonly clock: () => number;
}
