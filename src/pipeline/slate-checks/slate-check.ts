import type { CheckName } from './check-result.ts';
import type { Counted, Limit } from './limits.ts';
import type { SlateFacts } from './slate-facts.ts';

/** One rule about a slate. All its functions are pure. */
export interface SlateCheck {
  readonly check: CheckName;
  /** Input data exists before a batch. Predictions exist only after it. */
  readonly about: 'data' | 'predictions';
  /** The name of what is counted, as in "15 of 57 players with a line". */
  readonly counted: string;
  /** Counts the faults. Returns a sentence instead if the facts do not suffice for the check. */
  readonly count: (facts: SlateFacts) => Counted | string;
  readonly limit: (facts: SlateFacts) => Limit;
  /** Says what is wrong, as a sentence. */
  readonly finding: (counted: Counted, facts: SlateFacts) => string;
  /** Says what to do, as a sentence. */
  readonly wayOut: (gameDate: string) => string;
}

/** Returns a part of a total, or a sentence that explains why the total is 0. */
export function countOf(count: number, total: number, whyNone: string): Counted | string {
  return total === 0 ? whyNone : { count, total };
}
