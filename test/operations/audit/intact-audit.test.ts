import { appendFile, cp, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import {
  aFolder,
  bodyOf,
  FIRST,
  LENGTH,
  NEWEST,
  putBody,
  rewriteFrom,
  runProcess,
  verify,
  withDatabase,
} from './an-audited-folder.ts';

const THIRD = 'chain-3';
const ONLY_THIS_USER = 0o600;
const MODE_BITS = 0o777;

let pristine = '';

beforeAll(async () => {
  pristine = await mkdtemp(join(tmpdir(), 'tipoff-audited-'));
  await runProcess(pristine, FIRST, LENGTH);
  await runProcess(pristine, NEWEST, LENGTH);
});

afterAll(() => rm(pristine, { recursive: true }));

async function aCopy(): Promise<string> {
  const folder = await aFolder();
  await cp(pristine, folder, { recursive: true });
  return folder;
}

/** A store as a version without signatures left it. */
async function anUnsignedCopy(): Promise<string> {
  const folder = await aCopy();
  await rm(join(folder, 'keys'), { recursive: true });
  await withDatabase(folder, (database) => {
    for (const chain of [FIRST, NEWEST]) {
      const { signature: _, ...head } = bodyOf(database, 'audit_heads', chain);
      putBody(database, 'audit_heads', [chain, head]);
    }
  });
  return folder;
}

test('an intact audit is verified, and its key and anchor can be read by this user only', async () => {
  const folder = await aCopy();
  expect(await verify(folder)).toMatchObject({ code: 'ok', data: { chains: 2, unsigned_until: null, faults: [] } });
  for (const name of ['audit.key', 'audit.anchor']) {
    expect((await stat(join(folder, 'keys', name))).mode & MODE_BITS).toBe(ONLY_THIS_USER);
  }
});

describe('a crash between a commit and the anchor', () => {
  it('does not look like tampering: the signature proves the record, wherever the newest line was cut', async () => {
    const folder = await aCopy();
    const anchor = join(folder, 'keys', 'audit.anchor');
    const text = await readFile(anchor, 'utf8');
    for (const length of [text.lastIndexOf('\n'), text.lastIndexOf('\n') + 1, text.length - 20, text.length - 1]) {
      await truncate(anchor, length);
      expect(await verify(folder)).toMatchObject({ code: 'ok' });
      await runProcess(folder, `after-${length}`, 1);
      expect(await verify(folder)).toMatchObject({ code: 'ok' });
      await rm(anchor);
      await appendFile(anchor, text);
    }
  });

  it('does not look like tampering when it comes before the first line of a chain', async () => {
    const folder = await aCopy();
    const anchor = join(folder, 'keys', 'audit.anchor');
    const text = await readFile(anchor, 'utf8');
    await truncate(anchor, text.indexOf(`\n${NEWEST}`));
    expect(await verify(folder)).toMatchObject({ code: 'ok', data: { records: 2 * LENGTH } });
  });
});

test('a restored backup is intact, although the store had grown after it', async () => {
  const folder = await aCopy();
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder }, { log: silentLog });
  const backup = join(await aFolder(), 'backup');
  await app.storeFiles.backup(backup, () => undefined);
  await close();
  await runProcess(folder, THIRD, LENGTH);
  await app.storeFiles.restore(backup, () => undefined);
  await runProcess(folder, 'chain-4', 1);
  expect(await verify(folder)).toMatchObject({ code: 'ok', data: { records: 2 * LENGTH + 1 } });
});

describe('a store from before signing', () => {
  it('is unsigned up to its newest record, and later chains are signed', async () => {
    const folder = await anUnsignedCopy();
    const before = await verify(folder);
    expect(before).toMatchObject({ code: 'ok', data: { unsigned_until: expect.stringMatching(/^\d{4}-/) } });
    expect(before.message).toContain('not signed');
    await runProcess(folder, THIRD, LENGTH);
    const { unsigned_until } = before.data ?? {};
    expect(await verify(folder)).toMatchObject({ code: 'ok', data: { chains: 3, unsigned_until } });
  });

  it('shows a rewritten and an added unsigned chain once signing has begun', async () => {
    const folder = await anUnsignedCopy();
    await runProcess(folder, THIRD, 1);
    await withDatabase(folder, (database) => {
      rewriteFrom(database, [FIRST, 1, LENGTH], { subject_id: 'another' });
      rewriteFrom(database, ['chain-0', 1, LENGTH], { at: '2020-01-01T00:00:00.000000Z' });
    });
    expect(await verify(folder)).toMatchObject({
      code: 'tampered',
      data: {
        faults: expect.arrayContaining([
          { chain: 'chain-0', seq: LENGTH, fault: 'unsigned' },
          { chain: FIRST, seq: LENGTH, fault: 'rewritten' },
        ]),
      },
    });
  });
});
