export interface ProblemDetails {
  /** A code for scripts in snake_case, such as `disk_full` or `bad_date`. */
  readonly code: string;
  /** Complete sentences for a person: what is wrong, where, and what to do. */
  readonly message: string;
  readonly cause?: unknown;
}

/** The only error whose message is written for people. Transports show the message and never a stack trace. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;

  constructor({ code, message, cause }: ProblemDetails) {
    super(message, { cause });
    this.code = code;
  }
}
