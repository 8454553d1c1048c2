import { Unavailable } from './unavailable.ts';

/** The pause after which a caller should try again. */
export const RETRY_AFTER_SECONDS = 2;

/** Too many large reads are waiting. The refused read has not begun. */
export class Busy extends Unavailable {
  override readonly name = 'Busy';

  constructor(waiting: number) {
    const because = `is busy: ${waiting} large reads are waiting. Try again in ${RETRY_AFTER_SECONDS} seconds.`;
    super('Tipoff', undefined, because);
  }
}
