export interface ProblemDetails {
  /** The error's code for scripts, in snake_case, such as `disk_full` or `bad_date`. */
  readonly code: string;
  /** The error's message in complete sentences for a person: what is wrong, where, and what to do. */
  readonly message: string;
  readonly cause?: unknown;
}

/** An error whose message is written for people. Transports show the message and never a stack trace. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;

  constructor({ code, message, cause }: ProblemDetails) {
    super(message, { cause });
    this.code = code;
  }
}
