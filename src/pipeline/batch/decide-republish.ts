import type { PlayerDocument } from '../player/player-document.ts';

const MAX_REPUBLISHED = 3;

export type Republish = 'together' | 'alone' | 'give-up';

/**
 * A request that a crash left open is published again: the first time together with the others, the second and third time alone, so that the
 * one that ends the process is found. After the third the player has crashed.
 */
export function decideRepublish(player: Pick<PlayerDocument, 'republished'>): Republish {
  if (player.republished === 0) return 'together';
  return player.republished < MAX_REPUBLISHED ? 'alone' : 'give-up';
}
