import { appendFile, mkdtemp, mkdtempDisposable, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fileAuditAnchor } from '#src/platform/embedded/file-audit-anchor.ts';
import { testAuditAnchor } from '../../contracts/audit-anchor.contract.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';

async function withPath(work: (path: string) => Promise<void>): Promise<void> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-anchor-'));
  await work(join(folder.path, 'keys', 'audit.anchor'));
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

testAuditAnchor(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-anchor-'));
  folders.push(folder);
  const path = join(folder, 'keys', 'audit.anchor');
  return [fileAuditAnchor({ path, log: silentLog }), fileAuditAnchor({ path, log: silentLog })];
});

test('the lines of all processes are in one file, in their order', async () => {
  await withPath(async (path) => {
    const [one, other] = [fileAuditAnchor({ path, log: silentLog }), fileAuditAnchor({ path, log: silentLog })];
    await one.begin(() => Promise.resolve(['a']));
    one.add('b');
    other.add('c');
    one.add('d');
    expect(await other.read()).toEqual(['a', 'b', 'c', 'd']);
    expect(await readdir(join(path, '..'))).toEqual(['audit.anchor']);
  });
});

test('a line that was cut short does not spoil the next one', async () => {
  await withPath(async (path) => {
    const anchor = fileAuditAnchor({ path, log: silentLog });
    await anchor.begin(() => Promise.resolve(['first']));
    await appendFile(path, '\nsec');
    anchor.add('third');
    expect(await anchor.read()).toEqual(['first', 'sec', 'third']);
  });
});

test('a line that cannot be written is logged, because the change it belongs to has been committed', async () => {
  await withPath(async (path) => {
    const logged: string[] = [];
    const log = { ...silentLog, error: (_: object, message: string) => void logged.push(message) };
    fileAuditAnchor({ path, log }).add('no folder');
    expect(logged).toEqual(['the newest head of the audit could not be written to the anchor file']);
  });
});
