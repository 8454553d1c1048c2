import { Unavailable } from './unavailable.ts';

/** The number of seconds after which a refused caller should try again. */
export const RETRY_AFTER_SECONDS = 2;

/**
 * The error for a large read that is refused, because too many large reads are already waiting. The refused read has
 * not begun.
 */
export class Busy extends Unavailable {
  override readonly name = 'Busy';

  constructor(waiting: number) {
    const because = `is busy: ${waiting} large reads are waiting. Try again in ${RETRY_AFTER_SECONDS} seconds.`;
    super('Tipoff', undefined, because);
  }
}
