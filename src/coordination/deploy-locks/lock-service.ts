import { type AuditContext, systemAuditContext } from '../audit/audit-context.ts';
import { auditedTransaction } from '../audit/open-audit.ts';
import { applyTimeouts, makeReservations } from './apply-timeouts.ts';
import type { LockDecision } from './claim-lock.ts';
import { type LockDeps, loadLocks } from './load-locks.ts';
import type { LockState } from './lock-state.ts';
import { saveLocks } from './save-locks.ts';

/** A pure rule: takes the locks as they are, and returns the changed locks and the caller's answer. It may run more than once. */
export type LockCommand<A> = (state: LockState) => LockDecision<A>;

export interface LockService {
  /**
   * Executes a command on the current locks. The locks, the posts and the audit records change in one transaction, which is safe among
   * several processes. Rejects when the store cannot be reached; then the command may or may not have taken effect.
   */
  execute<A>(auditContext: AuditContext, command: LockCommand<A>): Promise<A>;
}

/** One path for every command: load, apply timeouts, decide, save. Timeouts are recorded as the system's, the rest as the caller's. */
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
