import type { Approval } from '../../coordination/approvals/approval.ts';
import type { PlayerStatus } from '../player/outcome.ts';

export type RerunRuling = 'rerun' | 'rerun-and-void-approvals' | 'refuse';

/**
 * Decides whether players of an open batch may be predicted again despite a force-complete request. An approved request
 * forbids every re-run until the batch has ended, because the batch publishes what people approved. A re-run that
 * discards an outcome voids the approvals of a pending request, because it changes the numbers on the card.
 */
export function rerunPolicy(
  request: Pick<Approval, 'state'> | undefined,
  players: readonly PlayerStatus[],
): RerunRuling {
  if (request?.state === 'approved') return 'refuse';
  if (request?.state !== 'pending') return 'rerun';
  return players.some((status) => status !== 'requested') ? 'rerun-and-void-approvals' : 'rerun';
}
