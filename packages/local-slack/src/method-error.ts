/** An error with one of Slack's codes. The Web API answers it as `{ ok: false, error, … }`. */
export class MethodError extends Error {
  override readonly name = 'MethodError';
  readonly code: string;
  /** Additional fields of the Web API's error response, such as `errors`, `response_metadata` or `needed`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(`Slack rejects the call: ${code}`);
    this.code = code;
    this.details = details;
  }
}

/** Creates a Web API error whose `messages` name the invalid arguments of the call. */
export function argumentError(code: string, messages: readonly string[]): MethodError {
  return new MethodError(code, {
    errors: messages.map((message) => message.replace('[ERROR] ', '')),
    response_metadata: { messages },
  });
}
