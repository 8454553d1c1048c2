import { describe, expect, it } from 'vitest';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { releaseLease, renewLease } from '#src/coordination/leases/keep-lease.ts';
import { LEASES, type Lease } from '#src/coordination/leases/lease.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';

const LEASE_MS = 15_000;

function storeAt(start: Date): { store: DocumentStore; pass: (ms: number) => void } {
  let micros = start.getTime() * 1000;
  const store = sqliteDocumentStore({ path: ':memory:', collections: [LEASES], nowMicros: () => micros });
  return {
    store,
    pass: (ms) => {
      micros += ms * 1000;
    },
  };
}

const ask = (store: DocumentStore, holder: string, otherHolders: 'may-live' | 'dead' = 'may-live') =>
  acquireLease(store, { name: 'batch-1', holder, leaseMs: LEASE_MS, otherHolders });

async function acquired(store: DocumentStore, holder: string): Promise<Lease> {
  const decision = await ask(store, holder);
  if (decision.type !== 'acquired') throw new Error(`held by ${decision.by}`);
  return decision.lease;
}

describe('a lease', () => {
  it('is granted to one of many concurrent requests', async () => {
    const { store } = storeAt(new Date(0));
    const decisions = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => ask(store, holder)));
    expect(decisions.filter(({ type }) => type === 'acquired')).toHaveLength(1);
  });

  it('is acquired without a transaction, because its locks would outlive a killed process', async () => {
    const { store } = storeAt(new Date(0));
    const lockless = { ...store, transaction: () => Promise.reject(new Error('this locks the lease')) };
    const lease = await acquired(lockless, 'a');
    await releaseLease(lockless, lease);
    expect((await acquired(lockless, 'b')).token).toBeGreaterThan(lease.token);
  });

  it('names the holder when it is refused, and keeps the holder’s token', async () => {
    const { store } = storeAt(new Date(0));
    const lease = await acquired(store, 'a');
    expect(await ask(store, 'b')).toEqual({ type: 'held', by: 'a' });
    expect(await acquired(store, 'a')).toEqual(lease);
  });

  it('expires when it is not renewed for its length, and the next token is higher', async () => {
    const { store, pass } = storeAt(new Date(0));
    const first = await acquired(store, 'a');
    pass(LEASE_MS - 1);
    expect((await ask(store, 'b')).type).toBe('held');
    pass(1);
    const second = await acquired(store, 'b');
    expect(second.token).toBeGreaterThan(first.token);
  });

  it('lasts while it is renewed', async () => {
    const { store, pass } = storeAt(new Date(0));
    const lease = await acquired(store, 'a');
    pass(LEASE_MS - 1);
    expect(await renewLease(store, lease)).toBe('renewed');
    pass(LEASE_MS - 1);
    expect((await ask(store, 'b')).type).toBe('held');
  });

  it('RT-12: a slow first holder cannot release or renew the lease of the next holder', async () => {
    const { store, pass } = storeAt(new Date(0));
    const first = await acquired(store, 'a');
    pass(LEASE_MS);
    const second = await acquired(store, 'b');
    expect(await releaseLease(store, first)).toBe('lost');
    expect(await renewLease(store, first)).toBe('lost');
    expect(await renewLease(store, second)).toBe('renewed');
  });

  it('is free after its release, and tokens keep rising', async () => {
    const { store } = storeAt(new Date(0));
    const first = await acquired(store, 'a');
    expect(await releaseLease(store, first)).toBe('released');
    expect((await acquired(store, 'b')).token).toBeGreaterThan(first.token);
  });

  it('is taken at once from a holder that is known to be dead', async () => {
    const { store } = storeAt(new Date(0));
    await acquired(store, 'a');
    expect((await ask(store, 'b', 'dead')).type).toBe('acquired');
  });
});
