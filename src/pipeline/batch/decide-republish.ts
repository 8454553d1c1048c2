import type { PlayerDocument } from '../player/player-document.ts';

const MAX_REPUBLISHED = 3;

export type Republish = 'together' | 'alone' | 'give-up';

/**
 * Decides what to do with a prediction request that a crash left without an outcome. After the first crash it is
 * published again together with the other requests. After the second and third crash it is published alone, to find the
 * player who crashes the process. After the fourth crash, the player fails as `crashed`.
 */
export function decideRepublish(player: Pick<PlayerDocument, 'republished'>): Republish {
  if (player.republished === 0) return 'together';
  return player.republished < MAX_REPUBLISHED ? 'alone' : 'give-up';
}
