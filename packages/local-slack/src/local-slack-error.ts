interface LocalSlackErrorDetails {
  /** The error code for programs, in snake_case, such as `port_taken` or `bad_manifest`. */
  readonly code: string;
  /** The message for the developer. It says in whole sentences what is wrong and what to do. */
  readonly message: string;
  readonly cause?: unknown;
}

/** An error that the developer can fix. Show its message, without the stack trace. */
export class LocalSlackError extends Error {
  override readonly name = 'LocalSlackError';
  readonly code: string;

  constructor({ code, message, cause }: LocalSlackErrorDetails) {
    super(message, { cause });
    this.code = code;
  }
}
