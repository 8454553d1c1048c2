import { expect, it } from 'vitest';
import { AUDIT_HEADS, AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { auditedTransaction } from '#src/coordination/audit/open-audit.ts';
import { recordHash } from '#src/coordination/audit/record-hash.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { memoryStore } from '../../pipeline/pipeline-stores.ts';
import { aTrail, sha256 } from './a-chain.ts';

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
