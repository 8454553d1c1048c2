/**
 * How a written value was matched: by its id, by its name, by an alias that a person or an earlier import stored, by the
 * teams and the date, or by the player's scoring level.
 */
type MatchedBy = 'id' | 'name' | 'alias' | 'teams-and-date' | 'scoring';

/**
 * The result of matching a written value with the known players, teams or games. An ambiguous value is never guessed:
 * its candidates are reported.
 */
export type IdentityMatch<T> =
  | { readonly type: 'matched'; readonly value: T; readonly by: MatchedBy }
  | { readonly type: 'ambiguous'; readonly candidates: readonly T[] }
  | { readonly type: 'unknown' };
