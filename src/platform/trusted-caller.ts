/**
 * What the token of a request proves.
 * - `trusted`: the expected caller sent the request.
 * - `invalid`: the token is forged, expired, from another issuer or for another audience.
 * - `stranger`: the token is valid, and another caller sent it. `email` is that caller's address; null if the token
 *   does not prove an address.
 */
export type CallerVerdict =
  | { readonly type: 'trusted' }
  | { readonly type: 'invalid' }
  | { readonly type: 'stranger'; readonly email: string | null };

/** Recognizes the one caller that may use an endpoint for machines. */
export interface TrustedCaller {
  /** Checks a bearer token. Throws `Unavailable` when the token cannot be checked at the moment. */
  check(token: string): Promise<CallerVerdict>;
}
