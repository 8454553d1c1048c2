/** What a check counted. `total` is null when the count is not a part of anything. */
export interface Counted {
  readonly count: number;
  readonly total: number | null;
}

/** The threshold of a check, and its text, which completes the phrase "fails when …". */
export interface Limit {
  readonly text: string;
  readonly isExceeded: (counted: Counted) => boolean;
}

/** Fails when the count is at least one. */
export const ANY: Limit = { text: 'one or more', isExceeded: ({ count }) => count > 0 };

/** Fails when the count is more than a share of the total. A count below `least` is too small to mean anything. */
export function moreThan(share: number, { least }: { readonly least: number }): Limit {
  return {
    text: `more than ${percentText(share)}${least > 1 ? ` and at least ${least}` : ''}`,
    isExceeded: ({ count, total }) => count >= least && count > share * (total ?? 0),
  };
}

/** Fails when the count is this share of the total or more. */
export function shareFrom(share: number): Limit {
  return {
    text: share === 1 ? 'all' : `${percentText(share)} or more`,
    isExceeded: ({ count, total }) => count >= share * (total ?? 0),
  };
}

export function fewerThan(least: number): Limit {
  return { text: `fewer than ${least}`, isExceeded: ({ count }) => count < least };
}

export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}
