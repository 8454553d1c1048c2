import type { Actor } from '../../coordination/identity/actor.ts';
import type { BatchDeps } from './batch-deps.ts';
import { decideForceComplete, type ForceCompleteAnswer } from './decide-force-complete.ts';
import { type ForceCompleteCall, type ForceCompleteRefused, requestForceComplete } from './force-complete.ts';

export type ForceCompleteApproved =
  | { readonly type: 'answered'; readonly answer: ForceCompleteAnswer }
  | ForceCompleteRefused;

/**
 * Approves the force-complete of a batch. If nobody has requested it, the approval is also the request. If two people must
 * approve, the request then waits for the second person. Nothing is requested or approved while the slate is held, or when
 * fewer players are done than the card of the batch shows.
 */
export async function approveForceComplete(
  deps: Pick<BatchDeps, 'store' | 'newId' | 'now'>,
  call: Omit<ForceCompleteCall, 'intent'>,
  { name, id = null }: Pick<Actor, 'name'> & { readonly id?: string | null | undefined },
): Promise<ForceCompleteApproved> {
  const requested = await requestForceComplete(deps, { ...call, intent: 'approve' });
  if (requested.type !== 'requested') return requested;
  const { approval_id: approvalId, edition } = requested.approval;
  const decision = { approvalId, edition, state: 'approved', by: { name, id } } as const;
  const answer = await decideForceComplete({ ...deps, roles: call.roles }, decision, call.auditContext);
  return { type: 'answered', answer };
}
