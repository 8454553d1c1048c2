import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../coordination/audit/open-audit.ts';
import type { App } from '../operations/app.ts';

/** Leaves an audit record that the job of this name graded a game date. */
export function recordGrading({ store, audit }: App, job: string, gameDate: string): Promise<void> {
  return auditedTransaction(store, systemAuditContext(audit, job), async (_transaction, records) =>
    records.append({
      action: 'results.graded',
      subject: { kind: 'data', id: 'results' },
      before: null,
      after: { game_date: gameDate },
    }),
  );
}
