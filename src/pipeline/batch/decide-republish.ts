import type { PlayerDocument } from '../player/player-document.ts';

const MAX_REPUBLISHED = 3;

export type Republish = 'together' | 'alone' | 'give-up';

/**
 * A request that is open after a crash is published again: the first time together with the others, the second and third time alone, so that
 * the player who crashes the process is found. After the third time the player fails as `crashed`.
 */
export function decideRepublish(player: Pick<PlayerDocument, 'republished'>): Republish {
  if (player.republished === 0) return 'together';
  return player.republished < MAX_REPUBLISHED ? 'alone' : 'give-up';
}
