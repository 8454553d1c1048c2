import { expect, it, test } from 'vitest';
import { type AuditContext, auditContextOf } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_RECORDS, type AuditRecord, auditHeadRef, auditRecordRef } from '#src/coordination/audit/audit-record.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { readChainHeads } from '#src/coordination/audit/read-chain-heads.ts';
import { recordHash } from '#src/coordination/audit/record-hash.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { memoryStore } from '../../pipeline/pipeline-stores.ts';
import { ANN } from '../identity/actors.ts';
import { aChain, PROOF, sha256 } from './a-chain.ts';

const CHAIN = 'process-1';
const LENGTH = 5;
const SEVERAL_PAGES = 2_500;
const AT_A_TIME = 100;

async function append(store: DocumentStore, auditContext: AuditContext, count: number) {
  await auditedTransaction(store, auditContext, async (_, audit) => {
    for (let number = 1; number <= count; number += 1) {
      const subject = { kind: 'batch', id: `b${number}` } as const;
      audit.append({ action: 'batch.sealed', subject, before: { state: 'open' }, after: { state: 'consolidating' } });
    }
  });
}

async function aStore() {
  const store = memoryStore();
  const auditContext = auditContextOf(aChain(CHAIN), ANN, 'r1');
  await append(store, auditContext, LENGTH);
  await append(store, auditContextOf(aChain('process-2'), ANN, 'r2'), 2);
  return { store, auditContext };
}

async function record(store: DocumentStore, seq: number): Promise<AuditRecord> {
  const found = await store.query({ collection: AUDIT_RECORDS }, {});
  const data = found.find(({ id }) => id === auditRecordRef(CHAIN, seq).id)?.data;
  if (data === undefined) throw new Error(`there is no record ${seq}`);
  return data;
}

async function put(store: DocumentStore, seq: number, data: AuditRecord) {
  await store.transaction(async (transaction) => transaction.update(auditRecordRef(CHAIN, seq), data));
}

async function remove(store: DocumentStore, seq: number) {
  await store.transaction(async (transaction) => transaction.delete(auditRecordRef(CHAIN, seq)));
}

const verify = async (store: DocumentStore) => (await verifyAudit(store, PROOF)).faults;

test('intact chains have no fault, and the report has their heads', async () => {
  const { store } = await aStore();
  expect(await verifyAudit(store, PROOF)).toMatchObject({
    records: LENGTH + 2,
    faults: [],
    heads: [
      { chain: CHAIN, seq: LENGTH },
      { chain: 'process-2', seq: 2 },
    ],
  });
});

it.each([
  ['the state before', { before: '{"state":"done"}' }],
  ['the state after', { after: null }],
  ['the author', { actor: { kind: 'person', name: 'bob' } }],
  ['the time', { at: '2020-01-01T00:00:00.000000Z' }],
  ['the session', { session: 'session_other' }],
  ['the subject', { subject_id: 'b9' }],
] as const)('an edit of %s is found', async (_, change) => {
  const { store } = await aStore();
  await put(store, 3, { ...(await record(store, 3)), ...change } as AuditRecord);
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: 3, fault: 'edited' }]);
});

it('an edit that also corrects its record’s hash is found through the next record', async () => {
  const { store } = await aStore();
  const { hash: _, ...content } = { ...(await record(store, 3)), action: 'batch.started' };
  await put(store, 3, { ...content, hash: recordHash(content, sha256) });
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: 4, fault: 'unlinked' }]);
});

it('a removed record is found', async () => {
  const { store } = await aStore();
  await remove(store, 1);
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: 1, fault: 'missing' }]);
});

it('two swapped records are found', async () => {
  const { store } = await aStore();
  const [second, third] = [await record(store, 2), await record(store, 3)];
  await put(store, 2, third);
  await put(store, 3, second);
  expect((await verify(store)).map(({ fault }) => fault)).toEqual(expect.arrayContaining(['misplaced', 'unlinked']));
});

it('two records with swapped places and numbers are found', async () => {
  const { store } = await aStore();
  const [second, third] = [await record(store, 2), await record(store, 3)];
  await put(store, 2, { ...third, seq: 2 });
  await put(store, 3, { ...second, seq: 3 });
  expect((await verify(store)).map(({ fault }) => fault)).toEqual(expect.arrayContaining(['edited', 'unlinked']));
});

it('a chain cut at its end is found through its head', async () => {
  const { store } = await aStore();
  await remove(store, LENGTH);
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: LENGTH, fault: 'missing' }]);
});

it('a deleted chain is found through its head', async () => {
  const { store } = await aStore();
  for (let seq = 1; seq <= LENGTH; seq += 1) await remove(store, seq);
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: LENGTH, fault: 'missing' }]);
});

it('a record after the head, or a chain without a head, is found', async () => {
  const { store } = await aStore();
  await store.transaction(async (transaction) => transaction.delete(auditHeadRef(CHAIN)));
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: 1, fault: 'unaccounted' }]);
});

it('a chain deleted together with its head is found through a later chain', async () => {
  const { store } = await aStore();
  for (let seq = 1; seq <= LENGTH; seq += 1) await remove(store, seq);
  await store.transaction(async (transaction) => transaction.delete(auditHeadRef(CHAIN)));
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: LENGTH, fault: 'missing' }]);
});

it('a chain cut short together with its head is found through a later chain', async () => {
  const { store } = await aStore();
  await remove(store, LENGTH);
  const { seq, hash } = await record(store, LENGTH - 1);
  await store.transaction(async (transaction) => transaction.update(auditHeadRef(CHAIN), { seq, hash }));
  expect(await verify(store)).toEqual([
    { chain: CHAIN, seq: LENGTH - 1, fault: 'forged' },
    { chain: CHAIN, seq: LENGTH, fault: 'missing' },
  ]);
});

it('a chain rewritten with the key is found through a later chain', async () => {
  const { store } = await aStore();
  for (let seq = 1; seq <= LENGTH; seq += 1) await remove(store, seq);
  await store.transaction(async (transaction) => transaction.delete(auditHeadRef(CHAIN)));
  await append(store, auditContextOf(aChain(CHAIN), ANN, 'another'), LENGTH + 1);
  expect(await verify(store)).toEqual([{ chain: CHAIN, seq: LENGTH, fault: 'rewritten' }]);
});

it('removing a later chain’s mention of another chain counts as an edit', async () => {
  const { store } = await aStore();
  const ref = auditRecordRef('process-2', 1);
  const first = (await store.get(ref))?.data;
  if (first === undefined) throw new Error('process-2 has a first record');
  expect(first.others).toEqual([{ chain: CHAIN, seq: LENGTH, hash: (await record(store, LENGTH)).hash }]);
  await store.transaction(async (transaction) => transaction.update(ref, { ...first, others: [] }));
  expect(await verify(store)).toEqual([{ chain: 'process-2', seq: 1, fault: 'edited' }]);
});

it('the only chain, rewritten with the key, is found through a head kept outside the store', async () => {
  const store = memoryStore();
  const auditContext = auditContextOf(aChain(CHAIN), ANN, 'r1');
  await append(store, auditContext, LENGTH);
  const kept = await readChainHeads(store);
  for (let seq = 1; seq <= LENGTH; seq += 1) await remove(store, seq);
  await store.transaction(async (transaction) => transaction.delete(auditHeadRef(CHAIN)));
  await append(store, auditContextOf(aChain(CHAIN), ANN, 'another'), LENGTH + 1);
  expect(await verify(store)).toEqual([]);
  expect((await verifyAudit(store, PROOF, kept)).faults).toEqual([{ chain: CHAIN, seq: LENGTH, fault: 'rewritten' }]);
});

it('a kept head still matches after the chain has grown', async () => {
  const { store, auditContext } = await aStore();
  const kept = await readChainHeads(store);
  await append(store, auditContext, 3);
  expect((await verifyAudit(store, PROOF, kept)).faults).toEqual([]);
});

it('records on several pages are each checked once', async () => {
  const store = memoryStore();
  const auditContext = auditContextOf(aChain(CHAIN), ANN, 'r1');
  for (let made = 0; made < SEVERAL_PAGES; made += AT_A_TIME) await append(store, auditContext, AT_A_TIME);
  const { records, faults } = await verifyAudit(store, PROOF);
  expect({ records, faults }).toEqual({ records: SEVERAL_PAGES, faults: [] });
});

it('a report with many faults has the first twenty and the total', async () => {
  const { store } = await aStore();
  await append(store, auditContextOf(aChain('process-3'), ANN, 'r3'), 30);
  for (let seq = 1; seq <= 30; seq += 1) {
    await store.transaction(async (transaction) =>
      transaction.update(auditRecordRef('process-3', seq), { subject_id: 'another' }),
    );
  }
  const { faults, faultCount } = await verifyAudit(store, PROOF);
  expect([faults.length, faultCount]).toEqual([20, 30]);
});
