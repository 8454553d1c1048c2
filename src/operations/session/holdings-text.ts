import type { Holding } from '../../coordination/sessions/session-card.ts';

/** What each kind of holding is called before the name of what is held. */
export const HOLDING_NAMES = {
  lock: 'the lock of',
  queue: 'a place in the queue for',
  offer: 'the turn to claim',
  approval: 'a request for approval,',
} as const satisfies Record<Holding['kind'], string>;

/** What is held, in the middle of a sentence. */
export function holdingsText(held: readonly Holding[]): string {
  return held.map(({ kind, id }) => `${HOLDING_NAMES[kind]} ${id}`).join(', ');
}
