import { appendFile, mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileAuditAnchor } from '#src/platform/embedded/file-audit-anchor.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';

async function withPath(work: (path: string) => Promise<void>): Promise<void> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-anchor-'));
  await work(join(folder.path, 'keys', 'audit.anchor'));
}

test('an anchor begins once, and keeps the lines of all processes in their order', async () => {
  await withPath(async (path) => {
    const [one, other] = [fileAuditAnchor({ path, log: silentLog }), fileAuditAnchor({ path, log: silentLog })];
    expect(await one.read()).toBeUndefined();
    await one.begin(() => Promise.resolve(['a', 'b']));
    await other.begin(() => Promise.reject(new Error('not called')));
    one.add('c');
    other.add('d');
    one.add('e');
    expect(await other.read()).toEqual(['a', 'b', 'c', 'd', 'e']);
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
