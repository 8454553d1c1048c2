import type { Holding } from '../../coordination/sessions/session-card.ts';
import { lockName } from '../deploy/lock-text.ts';

/** Lists what a session holds, in words for the middle of a sentence. */
export function holdingsText(holdings: readonly Holding[]): string {
  return holdings.map(holdingName).join(', ');
}

/** Names one thing that a session holds, such as `the worker deploy lock`. */
export function holdingName({ kind, id }: Pick<Holding, 'kind' | 'id'>): string {
  switch (kind) {
    case 'lock':
      return lockName(id);
    case 'queue':
      return `a place in the queue for ${lockName(id)}`;
    case 'offer':
      return `a reservation of ${lockName(id)}`;
    case 'approval':
      return `the approval request ${id}`;
    case 'batch':
      return `the batch ${id}`;
  }
}
