import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderOfflineLog } from '#src/platform/embedded/folder-offline-log.ts';

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-notes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('returns an invalid note without an entry, among the others', async () => {
  const folder = await aFolder();
  const offlineLog = folderOfflineLog(folder);
  await offlineLog.write('b', { kept: true });
  await writeFile(join(folder, 'a.json'), '{"half');
  await mkdir(join(folder, 'c.json'));
  expect(await offlineLog.read()).toEqual([
    { id: 'a', entry: undefined },
    { id: 'b', entry: { kept: true } },
    { id: 'c', entry: undefined },
  ]);
});

it('a note set aside is kept and no longer read, also when repeated', async () => {
  const folder = await aFolder();
  const offlineLog = folderOfflineLog(folder);
  await writeFile(join(folder, 'a.json'), '');
  await offlineLog.setAside('a');
  await offlineLog.setAside('a');
  expect(await offlineLog.read()).toEqual([]);
  expect(await readdir(folder)).toEqual(['a.json.unreadable']);
});

it('reports a folder that cannot be written', async () => {
  const folder = join(await aFolder(), 'file');
  await writeFile(folder, '');
  const written = folderOfflineLog(folder).write('a', { kept: true });
  await expect(written).rejects.toMatchObject({ name: 'Problem', code: 'notes_read_only' });
  await expect(written).rejects.toThrow(`The folder ${folder} is read-only, so this change cannot be noted there`);
});

it.skipIf(!existsSync('/dev/full'))('says that the disk is full', async () => {
  const folder = await aFolder();
  await symlink('/dev/full', join(folder, 'a.json.new'));
  const written = folderOfflineLog(folder).write('a', { kept: true });
  await expect(written).rejects.toMatchObject({ name: 'DiskFull' });
  expect(await folderOfflineLog(folder).read()).toEqual([]);
});
