import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditChain, systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import { fileAuditAnchor } from '#src/platform/embedded/file-audit-anchor.ts';
import { keyFileSigner } from '#src/platform/embedded/key-file-signer.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { silentLog } from '#test/pipeline/pipeline-stores.ts';
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
    const folder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
    const proof = {
      digest: (text: string) => createHash('sha256').update(text).digest('hex'),
      signer: keyFileSigner(join(folder, 'audit.key')),
      anchor: fileAuditAnchor({ path: join(folder, 'audit.anchor'), log: silentLog }),
    };
    const auditContext = systemAuditContext(auditChain({ id: 'bench', ...proof }), 'bench');
    const subject = { kind: 'batch', id: 'b1' } as const;
    const change = { action: 'batch.sealed', subject, before: { state: 'open' }, after: { state: 'consolidating' } };
    for (let made = 0; made < RECORDS; made += AT_A_TIME) {
      await auditedTransaction(store, auditContext, async (_, audit) => {
        for (let number = 0; number < AT_A_TIME; number += 1) audit.append(change);
      });
    }
    const { seconds, result } = await timed(() => verifyAudit(store, proof));
    await store.close();
    await rm(folder, { recursive: true });
    if (result.records !== RECORDS || result.faults.length > 0)
      throw new Error('the audit records could not be verified');
    return [{ name: 'verify 10,000 audit records', value: seconds, unit: 's', limit: LIMIT_SECONDS }];
  },
};
