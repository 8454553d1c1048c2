import type { Approval } from '../../coordination/approvals/approval.ts';
import type { PlayerStatus } from '../player/outcome.ts';

export type RerunRuling = 'rerun' | 'rerun-and-void-approvals' | 'refuse';

/**
 * Whether players of an open batch may be predicted again while there is a request to force-complete it. The batch publishes what people
 * approved, so an approved request refuses every re-run until the batch has ended. A re-run that takes the outcome of a player away changes
 * what a pending request showed, so it voids the approvals given so far.
 */
export function rerunPolicy(
  request: Pick<Approval, 'state'> | undefined,
  players: readonly PlayerStatus[],
): RerunRuling {
  if (request?.state === 'approved') return 'refuse';
  if (request?.state !== 'pending') return 'rerun';
  return players.some((status) => status !== 'requested') ? 'rerun-and-void-approvals' : 'rerun';
}
