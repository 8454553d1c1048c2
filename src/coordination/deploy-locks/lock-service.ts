import { type AuditContext, systemAuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { applyTimeouts, makeReservations } from './apply-timeouts.ts';
import type { LockDecision } from './claim-lock.ts';
import { type LockDeps, loadLocks } from './load-locks.ts';
import type { LockState } from './lock-state.ts';
import { saveLocks } from './save-locks.ts';

/** A pure function from the current locks to the changed locks and the caller's answer. It may run more than once. */
export type LockCommand<A> = (state: LockState) => LockDecision<A>;

export interface LockService {
  /**
   * Executes a command on the current locks. The locks, the posts and the audit records change in one transaction, so several processes can
   * execute commands concurrently. Rejects when the store cannot be reached; the command may have taken effect nevertheless.
   */
  execute<A>(auditContext: AuditContext, command: LockCommand<A>): Promise<A>;
}

/**
 * Every command loads the locks, applies timeouts, decides and saves. The audit log names the system as the author of timeouts, and the
 * caller as the author of all other changes.
 */
export function lockService(deps: LockDeps): LockService {
  return {
    execute: (auditContext, command) =>
      auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
        const loaded = await loadLocks(deps, transaction, auditContext.session);
        const current = applyTimeouts(loaded);
        const decision = command(current);
        const decided = makeReservations(decision.state);
        await saveLocks({ transaction, audit }, [
          { before: loaded, after: current, author: systemAuditContext(auditContext.chain, 'lock-watch') },
          { before: current, after: decided, author: auditContext },
        ]);
        return decision.answer;
      }),
  };
}
