import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_HEADS, AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { enqueuePosts, POSTS } from '#src/coordination/outbox/post.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { createToken } from '#src/coordination/tokens/create-token.ts';
import { tokenRef, tokenState } from '#src/coordination/tokens/token.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { sqliteConnection } from '#src/platform/embedded/sqlite-connection.ts';
import { sqliteDocumentStoreOn } from '#src/platform/embedded/sqlite-document-store.ts';
import { sqliteStoreClock } from '#src/platform/embedded/sqlite-store-clock.ts';
import { millisOf } from '#src/platform/instant.ts';
import { aChain } from '../../coordination/audit/a-chain.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const START_MS = Date.parse('2026-02-05T18:00:00Z');
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Two processes on one store and one machine, whose clock the test moves. */
async function twoProcesses() {
  const path = join(await temporaryFolder(), 'tipoff.sqlite');
  const machine = { ms: START_MS };
  const open = () => {
    const connection = sqliteConnection({ path, collections: COLLECTIONS, nowMicros: () => machine.ms * 1_000 });
    const store = sqliteDocumentStoreOn(connection);
    onTestFinished(() => store.close());
    const unchanging = [AUDIT_RECORDS.name, AUDIT_HEADS.name];
    return { store, clock: sqliteStoreClock(connection, { collections: COLLECTIONS, unchanging }) };
  };
  return { machine, one: open(), other: open() };
}

const aToken = (store: DocumentStore, id: string, forMs: number) => {
  const fields = { token_id: id, secret_hash: 'h', session_id: 's', name: 'claude', acts_for: 'ann' } as const;
  const token = { ...fields, scope: 'write', to_confirm: [] as [], createdBy: 'ann', forMs } as const;
  return createToken(store, token, systemAuditContext(aChain(), 'test'));
};

const stateOf = async (store: DocumentStore, id: string) => {
  const found = await store.get(tokenRef(id));
  return found && tokenState(found.data, await store.now());
};

test.each([
  ['a day ahead and then right', [DAY_MS], 'ahead'],
  ['61 s ahead and then right', [61 * SECOND_MS], 'ahead'],
  ['59 s ahead and then right', [59 * SECOND_MS], 'right'],
  ['stepped by NTP', [500, -500, 10 * SECOND_MS, -10 * SECOND_MS], 'right'],
] as const)('a clock that was %s during writes: the state is %s', async (_, steps, state) => {
  const { machine, one, other } = await twoProcesses();
  for (const [index, step] of steps.entries()) {
    machine.ms = START_MS + step;
    await aToken(one.store, `t${index}`, MINUTE_MS);
  }
  machine.ms = START_MS;
  expect((await other.clock.read()).state).toBe(state);
});

test('a machine that slept, or a process that was stopped, for an hour raises no alarm', async () => {
  const { machine, one } = await twoProcesses();
  await aToken(one.store, 't', MINUTE_MS);
  machine.ms += 60 * MINUTE_MS;
  expect((await one.clock.read()).state).toBe('right');
  await aToken(one.store, 'u', MINUTE_MS);
  expect((await one.clock.read()).state).toBe('right');
});

test('a clock that goes back by a day is an alarm until it is right again, without a repair', async () => {
  const { machine, one } = await twoProcesses();
  await aToken(one.store, 't', MINUTE_MS);
  machine.ms -= DAY_MS;
  expect((await one.clock.read()).state).toBe('ahead');
  machine.ms += DAY_MS;
  expect((await one.clock.read()).state).toBe('right');
});

test('a repair changes nothing while the clock is right', async () => {
  const { one } = await twoProcesses();
  const token = await aToken(one.store, 't', MINUTE_MS);
  expect(await one.clock.repair()).toMatchObject({ state: 'right', documents: 0 });
  expect((await one.store.get(tokenRef('t')))?.data.expires_at).toBe(token.expires_at);
});

test('after a repair every process expires tokens and leases again, and lengths count from now', async () => {
  const { machine, one, other } = await twoProcesses();
  await aToken(one.store, 'before', 30 * MINUTE_MS);
  machine.ms += DAY_MS;
  await aToken(one.store, 'during', 30 * MINUTE_MS);
  await acquireLease(one.store, { name: 'batch', holder: 'a', leaseMs: MINUTE_MS, otherHolders: 'may-live' });
  machine.ms = START_MS + MINUTE_MS;
  await other.store.now();

  expect(await one.clock.repair()).toMatchObject({ state: 'ahead' });

  for (const { store, clock } of [one, other]) {
    expect((await clock.read()).state).toBe('right');
    expect(Math.abs(millisOf(await store.now()) - machine.ms)).toBeLessThan(SECOND_MS);
    const { expires_at } = (await store.get(tokenRef('during')))?.data ?? {};
    expect(expires_at && Math.abs(millisOf(expires_at) - machine.ms - 30 * MINUTE_MS)).toBeLessThan(SECOND_MS);
    expect(await stateOf(store, 'before')).toBe(await stateOf(store, 'during'));
  }
  const request = { name: 'batch', holder: 'b', leaseMs: MINUTE_MS, otherHolders: 'may-live' } as const;
  expect(await acquireLease(other.store, request)).toMatchObject({ type: 'held' });
  machine.ms += MINUTE_MS;
  expect(await acquireLease(other.store, request)).toMatchObject({ type: 'acquired', lease: { token: 2 } });
  machine.ms += 30 * MINUTE_MS;
  for (const { store } of [one, other]) expect(await stateOf(store, 'during')).toBe('expired');
});

test('a long token from before the jump keeps its end', async () => {
  const { machine, one } = await twoProcesses();
  const { expires_at } = await aToken(one.store, 'long', 30 * DAY_MS);
  machine.ms += DAY_MS;
  await aToken(one.store, 'other', MINUTE_MS);
  machine.ms = START_MS + MINUTE_MS;
  await one.clock.repair();
  expect((await one.store.get(tokenRef('long')))?.data.expires_at).toBe(expires_at);
});

test('posts keep their order over the jump and the repair', async () => {
  const { machine, one } = await twoProcesses();
  const want = (key: string) =>
    one.store.transaction((transaction) => enqueuePosts(transaction, [{ key, announcement: { key } }]));
  await want('c-before');
  machine.ms += DAY_MS;
  await want('b-ahead-1');
  await want('a-ahead-2');
  machine.ms = START_MS + MINUTE_MS;
  await one.clock.repair();
  machine.ms += SECOND_MS;
  await want('0-after');
  expect((await pendingPosts(one.store)).map(({ key }) => key)).toEqual([
    'c-before',
    'b-ahead-1',
    'a-ahead-2',
    '0-after',
  ]);
});

test('an update that began before the repair is a conflict, and the audit chain stays whole', async () => {
  const { machine, one, other } = await twoProcesses();
  machine.ms += DAY_MS;
  await aToken(one.store, 't', MINUTE_MS);
  await one.store.transaction((transaction) => enqueuePosts(transaction, [{ key: 'p', announcement: {} }]));
  const ref = { collection: POSTS, id: 'p' };
  const read = await other.store.get(ref);
  machine.ms = START_MS;
  const records = await one.store.query({ collection: AUDIT_RECORDS }, {});
  await one.clock.repair();
  expect(read && (await other.store.update(ref, { delivery: 'sent' }, read.version))).toBe('conflict');
  const after = await one.store.query({ collection: AUDIT_RECORDS }, {});
  expect(after.map(({ data }) => data)).toEqual(records.map(({ data }) => data));
});
