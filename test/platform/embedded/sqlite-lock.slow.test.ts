import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { aLockHolder } from './a-lock-holder.ts';
import { A_NOTE, NOTES, nowMicros } from './sqlite-collection.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const NANOS_PER_MS = 1_000_000;
const LOCKED_FOR_MS = 2_000;
/** A blocked event loop would be blocked for as long as the file is locked. */
const LOOP_IS_FREE_MS = LOCKED_FOR_MS / 2;
/** Of the first call, in vain. */
const FULL_WAIT_MS = 6_000;

async function lockedStore(mode: 'writers only' | 'readers too', lockWaitMs: number) {
  const path = join(await temporaryFolder(), 'store.sqlite');
  const before = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });
  await before.create({ collection: NOTES, id: 'a' }, A_NOTE);
  await before.close();
  const holder = await aLockHolder(path, mode);
  const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros, lockWaitMs });
  onTestFinished(() => store.close());
  return { path, holder, store };
}

test.for(['writers only', 'readers too'] as const)(
  'the event loop runs while another program locks the file against %s, and the calls succeed afterwards',
  async (mode) => {
    const { holder, store } = await lockedStore(mode, 60_000);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const calls = Array.from({ length: 500 }, (_, at) => store.create({ collection: NOTES, id: `n${at}` }, A_NOTE));
    const reads = Array.from({ length: 500 }, () => store.get({ collection: NOTES, id: 'a' }));
    await new Promise((resolve) => setTimeout(resolve, LOCKED_FOR_MS));
    delay.disable();
    holder.kill('SIGKILL');
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['created']));
    expect((await Promise.all(reads)).every((found) => found?.id === 'a')).toBe(true);
    expect(delay.max / NANOS_PER_MS).toBeLessThan(LOOP_IS_FREE_MS);
  },
);

test('the error after the wait names the file and the program that has it locked', async () => {
  const { path, holder, store } = await lockedStore('writers only', 300);
  const by = `(?:.* \\(PID ${holder.pid}\\)|another program)`;
  await expect(store.create({ collection: NOTES, id: 'b' }, A_NOTE)).rejects.toMatchObject({
    name: 'Unavailable',
    message: expect.stringMatching(new RegExp(`^The store ${path} is locked by ${by}$`)),
  });
});

test('after one call has waited in vain, later calls wait only briefly, until the file is unlocked', async () => {
  const { holder, store } = await lockedStore('writers only', FULL_WAIT_MS);
  const change = () => store.create({ collection: NOTES, id: 'b' }, A_NOTE);
  await expect(change()).rejects.toThrow(' is locked by ');
  expect((await store.get({ collection: NOTES, id: 'a' }))?.id).toBe('a');
  const changedAt = performance.now();
  await expect(change()).rejects.toThrow(' is locked by ');
  expect(performance.now() - changedAt).toBeLessThan(FULL_WAIT_MS - 1_000);
  holder.kill('SIGKILL');
  await expect.poll(() => change().catch(() => 'locked')).toBe('created');
});
