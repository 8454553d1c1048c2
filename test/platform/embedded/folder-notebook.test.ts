import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { folderNotebook } from '#src/platform/embedded/folder-notebook.ts';

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-notes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('gives what is no JSON, or no file, as a note without an entry, beside the others', async () => {
  const folder = await aFolder();
  const notebook = folderNotebook(folder);
  await notebook.write('b', { kept: true });
  await writeFile(join(folder, 'a.json'), '{"half');
  await mkdir(join(folder, 'c.json'));
  expect(await notebook.read()).toEqual([
    { id: 'a', entry: undefined },
    { id: 'b', entry: { kept: true } },
    { id: 'c', entry: undefined },
  ]);
});

it('what is set aside is kept and not read again, however often', async () => {
  const folder = await aFolder();
  const notebook = folderNotebook(folder);
  await writeFile(join(folder, 'a.json'), '');
  await notebook.setAside('a');
  await notebook.setAside('a');
  expect(await notebook.read()).toEqual([]);
  expect(await readdir(folder)).toEqual(['a.json.unreadable']);
});
