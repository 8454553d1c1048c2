/** A refusal with Slack's own code; it becomes `{ ok: false, error, … }`. */
export class MethodError extends Error {
  override readonly name = 'MethodError';
  readonly code: string;
  /** Further fields of the answer: `errors`, `response_metadata`, `needed`, … */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(`Slack refuses: ${code}`);
    this.code = code;
    this.details = details;
  }
}

/** With the sentences that tell where the argument is wrong. */
export function argumentError(code: string, messages: readonly string[]): MethodError {
  return new MethodError(code, {
    errors: messages.map((message) => message.replace('[ERROR] ', '')),
    response_metadata: { messages },
  });
}
