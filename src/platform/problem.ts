export interface ProblemDetails {
  /** For machines, in snake_case: `store_locked`, `bad_row`. */
  readonly code: string;
  /** What is wrong, where, and what to do: whole sentences for a person. */
  readonly message: string;
  readonly cause?: unknown;
}

/** The one error whose message is meant for a person. Doors show the message and never a stack trace. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;

  constructor({ code, message, cause }: ProblemDetails) {
    super(message, { cause });
    this.code = code;
  }
}
