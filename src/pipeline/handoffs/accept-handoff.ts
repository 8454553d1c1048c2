import { type AuditContext, systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { applyTimeouts, makeReservations } from '../../coordination/deploy-locks/apply-timeouts.ts';
import { handOverLocks } from '../../coordination/deploy-locks/hand-over-locks.ts';
import { type LockDeps, loadLocks } from '../../coordination/deploy-locks/load-locks.ts';
import type { Claimant } from '../../coordination/deploy-locks/lock.ts';
import type { LockState, Unreadable } from '../../coordination/deploy-locks/lock-state.ts';
import { saveLocks } from '../../coordination/deploy-locks/save-locks.ts';
import {
  type Acceptance,
  type Handoff,
  handoffAt,
  handoffRef,
  type MovedThing,
  type ProvedClaim,
} from '../../coordination/handoffs/handoff.ts';
import { handoffPosts } from '../../coordination/handoffs/handoff-card.ts';
import { type AcceptRight, acceptRight } from '../../coordination/handoffs/handoff-policy.ts';
import type { Holding } from '../../coordination/sessions/session-card.ts';
import { isGone } from '../../coordination/sessions/session-health.ts';
import type { Transaction } from '../../platform/document-store.ts';
import { loadAllHeldBy } from './load-all-held-by.ts';
import { moveWork, type NamedWork, readWork } from './move-work.ts';

export interface AcceptRequest {
  readonly handoffId: string;
  readonly caller: Claimant;
  /** The claims of the handoff, proved just before. */
  readonly proved: readonly ProvedClaim[];
}

export type AcceptAnswer =
  | { readonly type: 'accepted'; readonly handoff: Handoff; readonly accepted: Acceptance }
  /** Somebody else accepted the handoff, or it was withdrawn or has expired. */
  | { readonly type: 'over'; readonly handoff: Handoff }
  | { readonly type: 'refused'; readonly because: Exclude<AcceptRight, 'allowed'>; readonly handoff: Handoff }
  /** The accepting session is dead or ended, so it would lose everything immediately. */
  | { readonly type: 'session-over' }
  /** A lock that the session may hold cannot be read, so it cannot be moved. */
  | { readonly type: 'lock-unreadable'; readonly lock: Unreadable }
  | { readonly type: 'unknown' };

/**
 * Accepts a handoff: everything that the session holds moves to the caller's session in one transaction, and the channel
 * shows what moved. If two sessions accept at once, one gets everything and the other learns who got it. The session that
 * accepted gets the same answer again.
 */
export async function acceptHandoff(
  deps: LockDeps,
  request: AcceptRequest,
  auditContext: AuditContext,
): Promise<AcceptAnswer> {
  const { store } = deps;
  const offered = (await store.get(handoffRef(request.handoffId)))?.data;
  if (offered === undefined) return { type: 'unknown' };
  // A transaction cannot search, so it gets the ids of the work from here, and reads each document again.
  const named = namedWork(await loadAllHeldBy(deps, offered.from.session));
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = (await transaction.get(handoffRef(request.handoffId)))?.data;
    if (found === undefined) return { type: 'unknown' };
    const loaded = await loadLocks(deps, transaction, request.caller.session);
    const current = applyTimeouts(loaded);
    const refusal = refusalOf(handoffAt(found, loaded.now), { ...request, state: current });
    if (refusal !== undefined) return refusal;
    return await moveEverything({ ...request, transaction, audit, auditContext, named }, found, { loaded, current });
  });
}

function namedWork(holds: readonly Holding[]): NamedWork {
  const idsOf = (kind: Holding['kind']) => holds.filter((holding) => holding.kind === kind).map(({ id }) => id);
  return { approvals: idsOf('approval'), batches: idsOf('batch') };
}

/** Returns the answer to a caller who gets nothing now. Also returns the first answer to the session that accepted before. */
function refusalOf(
  handoff: Handoff,
  { caller, state }: AcceptRequest & { readonly state: LockState },
): AcceptAnswer | undefined {
  const { accepted } = handoff;
  if (accepted?.by.session === caller.session) return { type: 'accepted', handoff, accepted };
  if (handoff.state !== 'pending') return { type: 'over', handoff };
  const right = acceptRight(handoff, caller);
  if (right !== 'allowed') return { type: 'refused', because: right, handoff };
  if (isGone(state.sessionOf(caller.session), state.now)) return { type: 'session-over' };
  const unreadable = [...state.views.values()].find((view) => view.type === 'unreadable');
  return unreadable === undefined ? undefined : { type: 'lock-unreadable', lock: unreadable };
}

interface AcceptWrites extends AcceptRequest {
  readonly transaction: Transaction;
  readonly audit: Audit;
  readonly auditContext: AuditContext;
  readonly named: NamedWork;
}

async function moveEverything(
  { transaction, audit, auditContext, caller, proved, named }: AcceptWrites,
  handoff: Handoff,
  { loaded, current }: { readonly loaded: LockState; readonly current: LockState },
): Promise<AcceptAnswer> {
  const { handoff_id, from } = handoff;
  const hand = { from: from.session, to: caller, request: auditContext.request, content: handoff_id };
  const moved = handOverLocks(current, hand);
  const work = await readWork(transaction, from.session, named);
  const things: readonly MovedThing[] = [...moved.answer, ...work.things];
  const accepted: Acceptance = { by: caller, at: current.now, proved: [...proved], moved: [...things] };
  const after: Handoff = { ...handoff, state: 'accepted', accepted };
  const system = systemAuditContext(auditContext.chain, 'lock-watch');
  await saveLocks({ transaction, audit, otherPosts: handoffPosts(after) }, [
    { before: loaded, after: current, author: system },
    { before: current, after: makeReservations(moved.state), author: auditContext },
  ]);
  moveWork(transaction, audit, { work, to: caller });
  transaction.update(handoffRef(handoff_id), { state: 'accepted', accepted });
  const verdicts = proved.map(({ claim, verdict }) => ({ claim, verdict }));
  audit.append({
    action: 'handoff.accepted',
    subject: { kind: 'handoff', id: handoff_id },
    before: { state: 'pending', session: from.session },
    after: { state: 'accepted', session: caller.session, moved: things, verdicts },
  });
  return { type: 'accepted', handoff: after, accepted };
}
