/** A question that could not be answered. It never means that there is nothing. `why` is a sentence for people. */
export interface Unknown {
  readonly type: 'unknown';
  readonly why: string;
}

/** An answer of something outside Tipoff, such as the deploy target or the history of the code. */
export type Reading<T> = { readonly type: 'known'; readonly value: T } | Unknown;

export function known<T>(value: T): Extract<Reading<T>, { type: 'known' }> {
  return { type: 'known', value };
}

export function unknown(why: string): Unknown {
  return { type: 'unknown', why };
}
