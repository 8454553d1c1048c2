import type { PlayerDocument } from '../player/player-document.ts';

const MAX_REPUBLISHED = 3;

export type Republish = 'together' | 'alone' | 'give-up';

/**
 * Decides what to do with a request that a crash left open. The first time it is republished together with the others. The second and third time it
 * is republished alone, to find the player who crashes the process. After that, the player fails as `crashed`.
 */
export function decideRepublish(player: Pick<PlayerDocument, 'republished'>): Republish {
  if (player.republished === 0) return 'together';
  return player.republished < MAX_REPUBLISHED ? 'alone' : 'give-up';
}
