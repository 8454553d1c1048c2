/**
 * The error for a post that the chat did not accept yet, because the channel had too many posts. The post was not shown,
 * and it may be sent again after the wait. Other channels are not affected.
 */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number, options?: ErrorOptions) {
    super(`The chat accepts no posts in this channel for ${retryAfterMs} ms`, options);
    this.retryAfterMs = retryAfterMs;
  }
}
