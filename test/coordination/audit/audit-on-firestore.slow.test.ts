import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { auditContextOf } from '#src/coordination/audit/audit-context.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { firestoreDocumentStore } from '#src/platform/google/firestore-document-store.ts';
import { startFirestoreEmulator } from '#test/emulators/firestore-emulator.ts';
import { ANN } from '../identity/actors.ts';
import { aChain, PROOF } from './a-chain.ts';

const CHANGES = 40;

const emulator = await startFirestoreEmulator();
const store = firestoreDocumentStore({
  projectId: `audit-${randomUUID().slice(0, 8)}`,
  emulator: emulator ?? { host: '127.0.0.1', port: 1 },
});

afterAll(async () => {
  await store.close();
  await emulator?.stop();
});

describe.skipIf(emulator === undefined)('on Firestore, with its emulator', () => {
  it('concurrent changes of two processes give two intact chains; a failed change leaves no record and no gap', async () => {
    const chains = ['process-1', 'process-2'].map((id) => aChain(id));
    const change = (chain: (typeof chains)[number], number: number) =>
      auditedTransaction(store, auditContextOf(chain, ANN, `r${number}`), async (transaction, audit) => {
        const subject = { kind: 'batch', id: `b${number}` } as const;
        audit.append({ action: 'batch.sealed', subject, before: null, after: { number } });
        audit.append({ action: 'batch.finished', subject, before: { number }, after: null });
        if (number % 10 === 0) transaction.update(sessionRef('nobody'), { summary: 'x' });
      });
    const all = chains.flatMap((chain) => Array.from({ length: CHANGES }, (_, index) => change(chain, index + 1)));
    const settled = await Promise.allSettled(all);

    const kept = settled.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBe(2 * (CHANGES - CHANGES / 10));
    expect(await verifyAudit(store, PROOF)).toMatchObject({
      records: kept * 2,
      faults: [],
      heads: [{ seq: kept }, { seq: kept }],
    });
  });
});
