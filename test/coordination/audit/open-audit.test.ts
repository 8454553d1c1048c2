import { expect, it } from 'vitest';
import type { AuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_HEADS, AUDIT_RECORDS, auditHeadRef, auditRecordRef } from '#src/coordination/audit/audit-record.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { recordHash } from '#src/coordination/audit/record-hash.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { memoryStore } from '../../pipeline/pipeline-stores.ts';
import { aTrail, PROOF, sha256 } from './a-chain.ts';

const ended = (id: string) => ({
  action: 'session.ended',
  subject: { kind: 'session', id } as const,
  before: { b: 1, a: { d: 2, c: 3 } },
  after: null,
});

async function records(store: DocumentStore) {
  const found = await store.query({ collection: AUDIT_RECORDS }, {});
  return found.map(({ data }) => data);
}

it('a change leaves a record with its author and the state before and after, linked to the previous record', async () => {
  const store = memoryStore();
  const trail = aTrail();
  await auditedTransaction(store, trail, async (_transaction, audit) => {
    audit.append(ended('session_1'));
    audit.append(ended('session_2'));
  });
  await auditedTransaction(store, trail, async (_transaction, audit) => audit.append(ended('session_3')));

  const [first, second, third] = await records(store);
  expect(first).toMatchObject({
    seq: 1,
    actor: { kind: 'person', name: 'ann' },
    session: 'cli:ann',
    request: trail.request,
    action: 'session.ended',
    subject_kind: 'session',
    subject_id: 'session_1',
    before: '{"a":{"c":3,"d":2},"b":1}',
    after: null,
    prev_hash: '',
  });
  expect([second?.prev_hash, third?.prev_hash]).toEqual([first?.hash, second?.hash]);
  if (third === undefined) throw new Error('there is no third record');
  const { hash, ...content } = third;
  expect(hash).toBe(recordHash(content, sha256));
  const heads = await store.query({ collection: AUDIT_HEADS }, {});
  expect(heads.map(({ data }) => data)).toMatchObject([{ seq: 3, hash }]);
});

it('a failed change leaves no record, and the chain continues without a gap', async () => {
  const store = memoryStore();
  const trail = aTrail();
  const failing = auditedTransaction(store, trail, async (transaction, audit) => {
    audit.append(ended('session_1'));
    transaction.update(sessionRef('nobody'), { summary: 'x' });
  });
  await expect(failing).rejects.toThrow('does not exist');
  await auditedTransaction(store, trail, async (_transaction, audit) => audit.append(ended('session_2')));

  expect((await records(store)).map(({ seq, subject_id }) => [seq, subject_id])).toEqual([[1, 'session_2']]);
});

it('a process does not sign what another program wrote into its chain', async () => {
  const store = memoryStore();
  const trail = aTrail();
  const append = (id: string) =>
    auditedTransaction(store, trail, async (_transaction, audit) => audit.append(ended(id)));
  await append('session_1');
  const [first] = await records(store);
  if (first === undefined) throw new Error('there is no first record');
  const { hash: _, ...content } = { ...first, subject_id: 'another' };
  const forged = { ...content, hash: recordHash(content, sha256) };
  await store.transaction(async (transaction) => {
    transaction.update(auditRecordRef(first.chain, 1), forged);
    transaction.update(auditHeadRef(first.chain), { hash: forged.hash });
  });
  await append('session_2');
  expect((await verifyAudit(store, PROOF)).faults).toEqual([{ chain: first.chain, seq: 2, fault: 'unlinked' }]);
});

it('a process refuses to continue a chain to which another program added a record', async () => {
  const store = memoryStore();
  const trail = aTrail();
  const append = (id: string) =>
    auditedTransaction(store, trail, async (_transaction, audit) => audit.append(ended(id)));
  await append('session_1');
  const head = { seq: 2, hash: '0'.repeat(64) };
  await store.transaction(async (transaction) => transaction.update(auditHeadRef(trail.chain.id), head));
  await expect(append('session_2')).rejects.toEqual(expect.objectContaining({ code: 'audit_tampered' }));
});

it('a process continues a chain whose last commit it got no answer for', async () => {
  const store = memoryStore();
  const trail = aTrail();
  const unanswered = { ...trail, chain: { ...trail.chain, committed: () => undefined } };
  const append = (context: AuditContext) =>
    auditedTransaction(store, context, async (_transaction, audit) => audit.append(ended('session_1')));
  await append(trail);
  await append(unanswered);
  await append(trail);
  expect(await verifyAudit(store, PROOF)).toMatchObject({ records: 3, faults: [] });
});

it('a transaction that changes nothing leaves no record', async () => {
  const store = memoryStore();
  await auditedTransaction(store, aTrail(), async () => undefined);
  expect(await store.count({ collection: AUDIT_HEADS }, [])).toBe(0);
});

it('a hundred concurrent changes are a hundred records in one chain', async () => {
  const store = memoryStore();
  const trail = aTrail();
  const ids = Array.from({ length: 100 }, (_, index) => `session_${index}`);
  await Promise.all(ids.map((id) => auditedTransaction(store, trail, async (_, audit) => audit.append(ended(id)))));
  expect((await records(store)).map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 1));
});
