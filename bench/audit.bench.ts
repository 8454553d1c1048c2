import { createHash } from 'node:crypto';
import { auditChain, systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { type Bench, timed } from './measure.ts';

const RECORDS = 10_000;
const AT_A_TIME = 100;
const LIMIT_SECONDS = 1;
const MICROS = 1_000;

export const bench: Bench = {
  name: 'audit',
  async run() {
    const nowMicros = () => Math.round((performance.timeOrigin + performance.now()) * MICROS);
    const store = sqliteDocumentStore({ path: ':memory:', collections: COLLECTIONS, nowMicros });
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    const auditContext = systemAuditContext(auditChain({ id: 'bench', digest }), 'bench');
    const subject = { kind: 'batch', id: 'b1' } as const;
    const change = { action: 'batch.sealed', subject, before: { state: 'open' }, after: { state: 'consolidating' } };
    for (let made = 0; made < RECORDS; made += AT_A_TIME) {
      await auditedTransaction(store, auditContext, async (_, audit) => {
        for (let number = 0; number < AT_A_TIME; number += 1) audit.append(change);
      });
    }
    const { seconds, result } = await timed(() => verifyAudit(store, digest));
    await store.close();
    if (result.records !== RECORDS || result.faults.length > 0)
      throw new Error('the audit records could not be verified');
    return [{ name: 'verify 10,000 audit records', value: seconds, unit: 's', limit: LIMIT_SECONDS }];
  },
};
