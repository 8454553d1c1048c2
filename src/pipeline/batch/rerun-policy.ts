import type { Approval } from '../../coordination/approvals/approval.ts';
import type { PlayerStatus } from '../player/outcome.ts';

export type RerunState = 'ask' | 'ask-and-lapse' | 'refuse';

/**
 * Whether players of an open batch may be asked for again, in view of the request that it ends early. What people approved is what is published:
 * once the request is approved nobody is asked again before the batch has ended. While people still have to agree, what they were shown holds
 * only as long as no player who had an outcome then loses it; otherwise it lapses, and a yes has to be said anew.
 */
export function rerunPolicy(
  request: Pick<Approval, 'state'> | undefined,
  players: readonly PlayerStatus[],
): RerunState {
  if (request?.state === 'approved') return 'refuse';
  if (request?.state !== 'pending') return 'ask';
  return players.some((status) => status !== 'requested') ? 'ask-and-lapse' : 'ask';
}
