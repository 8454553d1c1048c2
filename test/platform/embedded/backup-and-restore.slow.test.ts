import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  closedFolder,
  copyOfFolder,
  ignoreProgress,
  NOTE_COUNT,
  openStores,
  removeFolder,
  rowsOfRounds,
  storeFilesOf,
  temporaryFolder,
} from './a-data-folder.ts';
import { type ChildCommand, runStoreFilesChild } from './run-store-files-child.ts';

/** Kills of each command. Set KILL_MOMENTS to try more moments. */
const KILLS = Number(process.env['KILL_MOMENTS'] ?? 1);
/** Each starts a dozen processes. */
const KILL_TEST_MS = 180_000;

let league: string;
let folder: string;
/** Where backups go. */
let shelf: string;
beforeAll(async () => {
  league = await closedFolder();
});
afterAll(() => removeFolder(league));
beforeEach(async () => {
  [folder, shelf] = [await copyOfFolder(league), await temporaryFolder()];
});
afterEach(async () => {
  for (const path of [folder, shelf]) await removeFolder(path);
});

async function backUp(to = join(shelf, 'monday')): Promise<string> {
  const stores = openStores(folder);
  await stores.files.backup(to, ignoreProgress);
  await stores.close();
  return to;
}

async function content() {
  const stores = openStores(folder);
  try {
    return { predictions: await stores.predictions(), grades: await stores.grades(), notes: await stores.notes() };
  } finally {
    await stores.close();
  }
}

const WHOLE = { predictions: rowsOfRounds(2), grades: rowsOfRounds(2), notes: NOTE_COUNT };

it('several backups at the same time are all complete', async () => {
  const stores = openStores(folder);
  const targets = ['monday', 'tuesday', 'wednesday'].map((name) => join(shelf, name));
  const made = await Promise.all(targets.map((to) => stores.files.backup(to, ignoreProgress)));
  await stores.close();
  expect(new Set(made.map(({ rows }) => JSON.stringify(rows))).size).toBe(1);
  for (const to of targets) expect(await readdir(to)).toContain('warehouse.duckdb');
});

it('a backup holds both stores, only this user may read it, and a restore gives them back', async () => {
  await mkdir(join(folder, 'without-lock'));
  await writeFile(join(folder, 'without-lock', 'one.json'), '{}');
  const to = await backUp();
  expect((await stat(to)).mode & 0o777).toBe(0o700);
  expect((await stat(join(to, 'tipoff.sqlite'))).mode & 0o777).toBe(0o600);
  expect((await readdir(to)).toSorted()).toEqual(['backup.json', 'tipoff.sqlite', 'warehouse.duckdb', 'without-lock']);
  const stores = openStores(folder);
  await stores.round(2);
  await stores.note('later');
  await stores.close();

  const { replaced } = await storeFilesOf(folder).restore(to, ignoreProgress);

  expect(await content()).toEqual(WHOLE);
  expect(existsSync(join(folder, replaced ?? '', 'warehouse.duckdb'))).toBe(true);
  expect(await readFile(join(folder, 'without-lock', 'one.json'), 'utf8')).toBe('{}');
});

it('while batches are written, a backup is the state of one moment: no batch is half in it, and its warehouse is not behind', async () => {
  const stores = openStores(folder);
  let round = 2;
  let state: 'writing' | 'stopped' = 'writing';
  const writing = (async () => {
    for (; state === 'writing'; round += 1) {
      await stores.round(round);
      await stores.note(`round-${round}`);
    }
  })();
  const names = ['one', 'two', 'three'];
  for (const name of names) await stores.files.backup(join(shelf, name), ignoreProgress);
  state = 'stopped';
  await writing;
  await stores.close();

  for (const name of names) {
    await storeFilesOf(folder).restore(join(shelf, name), ignoreProgress);
    const { predictions, grades, notes } = await content();
    const rounds = predictions.length / 1_000;
    expect(predictions).toEqual(rowsOfRounds(rounds));
    expect(grades).toEqual(rowsOfRounds(grades.length / 1_000));
    expect([rounds, rounds - 1]).toContain(grades.length / 1_000);
    const noted = notes - NOTE_COUNT + 2;
    expect([noted, noted + 1]).toContain(grades.length / 1_000);
  }
});

describe('a backup is refused', () => {
  it.each([
    ['into a folder that is not empty', () => shelf, 'folder_not_empty', () => writeFile(join(shelf, 'x'), '')],
    ['into the data folder', () => join(folder, 'backup'), 'bad_folder', () => undefined],
    ['below a folder that is not there', () => join(shelf, 'a', 'b'), 'bad_folder', () => undefined],
    ['in place of a file', () => join(shelf, 'x'), 'folder_unwritable', () => writeFile(join(shelf, 'x'), '')],
  ])('%s, and leaves nothing', async (...[, to, code, prepare]) => {
    await prepare();
    const before = await readdir(shelf);
    const stores = openStores(folder);
    await expect(stores.files.backup(to(), ignoreProgress)).rejects.toMatchObject({ name: 'Problem', code });
    await stores.close();
    expect(await readdir(shelf)).toEqual(before);
  });
});

it.for([
  ['a disk that is full before the warehouse is copied', 'size=256k'],
  ['a disk that is full before the documents are copied', 'size=1200k'],
])('a backup to %s is refused, and leaves nothing', async ([, size = ''], context) => {
  const disk = join(shelf, 'disk');
  await mkdir(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', disk]).status !== 0)
    return context.skip('needs root, to mount a small disk');
  const stores = openStores(folder);
  try {
    const full = { name: 'DiskFull' };
    await expect(stores.files.backup(join(disk, 'monday'), ignoreProgress)).rejects.toMatchObject(full);
    expect(await readdir(disk)).toEqual([]);
    expect(await stores.notes()).toBe(NOTE_COUNT);
  } finally {
    await stores.close();
    spawnSync('umount', [disk]);
  }
});

describe('a restore is refused and changes nothing', () => {
  const manifest = () => join(shelf, 'monday', 'backup.json');
  const edit = async (change: (text: string) => string) =>
    writeFile(manifest(), change(await readFile(manifest(), 'utf8')));
  it.each([
    ['when the folder is not there', 'no_backup', () => rm(join(shelf, 'monday'), { recursive: true })],
    ['when the manifest is missing', 'no_backup', () => rm(manifest())],
    [
      'when the manifest is a link to a device, whose reading never ends',
      'no_backup',
      async () => {
        await rm(manifest());
        await symlink('/dev/zero', manifest());
      },
    ],
    ['when the manifest is not JSON', 'backup_damaged', () => writeFile(manifest(), '{')],
    ['when a file is missing', 'backup_damaged', () => rm(join(shelf, 'monday', 'warehouse.duckdb'))],
    [
      'when a file has grown',
      'backup_damaged',
      () => writeFile(join(shelf, 'monday', 'tipoff.sqlite'), 'x', { flag: 'a' }),
    ],
    ['when a hash differs', 'backup_damaged', () => edit((text) => text.replace(/"sha256": "./, '"sha256": "'))],
    [
      'when a newer version made it',
      'backup_too_new',
      () => edit((text) => text.replace('"format": 1', '"format": 2')),
    ],
    [
      'when the manifest names a file outside',
      'backup_damaged',
      () => edit((text) => text.replace('"tipoff.sqlite"', '"../tipoff.sqlite"')),
    ],
  ])('%s', async (_, code, damage) => {
    const from = await backUp();
    await damage();
    await expect(storeFilesOf(folder).restore(from, ignoreProgress)).rejects.toMatchObject({ name: 'Problem', code });
    expect((await readdir(folder)).toSorted()).toEqual(['tipoff.sqlite', 'warehouse.duckdb']);
    expect(await content()).toEqual(WHOLE);
  });

  it('while another process has the data', async () => {
    const from = await backUp();
    const holder = runStoreFilesChild('hold', [folder]);
    await holder.begun;
    const refusal = { name: 'Problem', code: 'data_held', message: expect.stringContaining(String(holder.pid)) };
    await expect(storeFilesOf(folder).restore(from, ignoreProgress)).rejects.toMatchObject(refusal);
    await expect(storeFilesOf(folder).repair(ignoreProgress)).rejects.toMatchObject(refusal);
    const { findings, heldBy } = await storeFilesOf(folder).examine(ignoreProgress);
    expect(heldBy).toBe(holder.pid);
    expect(findings).toMatchObject([{ file: 'warehouse.duckdb', level: 'unchecked' }]);
    holder.kill();
    await holder.ended;
  });
});

describe('a restore and a repair are refused in a sentence', () => {
  const makeNothing = () => Promise.resolve();
  it.each([
    ['below a file', () => join(folder, 'tipoff.sqlite', 'data'), 'is not a folder'],
    ['in place of a file', () => join(folder, 'tipoff.sqlite'), 'is not a folder'],
  ])('%s', async (_, path, reason) => {
    const from = await backUp();
    const message = `The data folder ${path()} ${reason}. Point TIPOFF_DATA at another folder.`;
    const refusal = { name: 'Problem', code: 'folder_unusable', message };
    const files = storeFilesOf(path(), { makeFolder: makeNothing });
    await expect(files.restore(from, ignoreProgress)).rejects.toMatchObject(refusal);
  });

  it('on a read-only disk, whose damaged stores are examined nevertheless', async (context) => {
    const from = await backUp();
    await writeFile(join(folder, 'tipoff.sqlite'), 'damaged');
    await writeFile(join(folder, '.staging-left'), '');
    if (spawnSync('mount', ['--bind', '-o', 'ro', folder, folder]).status !== 0)
      return context.skip('needs root, to mount a read-only disk');
    try {
      const message = `The data folder ${folder} is on a read-only file system. Point TIPOFF_DATA at another folder.`;
      const refusal = { name: 'Problem', code: 'folder_unusable', message };
      await expect(storeFilesOf(folder).restore(from, ignoreProgress)).rejects.toMatchObject(refusal);
      await expect(storeFilesOf(folder).repair(ignoreProgress)).rejects.toMatchObject(refusal);
      const { findings } = await storeFilesOf(folder).examine(ignoreProgress);
      expect(findings.map(({ file }) => file)).toEqual(expect.arrayContaining(['.', 'tipoff.sqlite']));
    } finally {
      spawnSync('umount', [folder]);
    }
  });
});

describe('kill -9', () => {
  const shares = Array.from({ length: KILLS }, (_, index) => (index + Math.random()) / KILLS);

  /** How long the command takes undisturbed, measured once. */
  const durations = new Map<ChildCommand, number>();

  async function killedAt(command: ChildCommand, paths: readonly string[], share: number) {
    if (!durations.has(command)) {
      const copy = await copyOfFolder(folder);
      const [, path = ''] = paths;
      const other = command === 'backup' ? `${path}-undisturbed` : path;
      durations.set(command, (await runStoreFilesChild(command, [copy, other]).ended).ms);
      await removeFolder(copy);
    }
    return await runStoreFilesChild(command, paths, share * (durations.get(command) ?? 0)).ended;
  }

  it.each(shares)(
    'during a backup (at %f of it) leaves no backup that looks whole, and the next one works',
    async (share) => {
      const to = join(shelf, 'monday');
      await killedAt('backup', [folder, to], share);
      if (existsSync(to)) expect(existsSync(join(to, 'backup.json'))).toBe(true);
      const next = await backUp(join(shelf, 'tuesday'));
      await storeFilesOf(folder).restore(next, ignoreProgress);
      expect(await content()).toEqual(WHOLE);
    },
    KILL_TEST_MS,
  );

  it.each(shares)(
    'during a restore (at %f of it) leaves the old data, the new data, or a restore that is finished next',
    async (share) => {
      const from = await backUp();
      const stores = openStores(folder);
      await stores.round(2);
      await stores.close();
      await killedAt('restore', [folder, from], share);
      await storeFilesOf(folder).repair(ignoreProgress);
      const { predictions, notes } = await content();
      expect([2_000, 3_000]).toContain(predictions.length);
      expect(notes).toBe(NOTE_COUNT);
      await storeFilesOf(folder).restore(from, ignoreProgress);
      expect(await content()).toEqual(WHOLE);
      expect((await readdir(folder)).filter((name) => name.startsWith('.staging'))).toEqual([]);
    },
    KILL_TEST_MS,
  );

  it.each(shares)(
    'during a repair (at %f of it) leaves a state that the next repair handles',
    async (share) => {
      await runStoreFilesChild('write', [folder]).ended;
      const log = join(folder, 'warehouse.duckdb.wal');
      const bytes = await readFile(log);
      const middle = Math.floor(bytes.byteLength / 2);
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 0xff, middle);
      await writeFile(log, bytes);
      await killedAt('repair', [folder], share);
      await storeFilesOf(folder).repair(ignoreProgress);
      const { predictions } = await content();
      expect(predictions.slice(0, 2_000)).toEqual(rowsOfRounds(2));
      expect(predictions.length).toBeGreaterThan(2_000);
    },
    KILL_TEST_MS,
  );
});

it('in a folder that may not be written a backup is refused', async (context) => {
  if (process.getuid?.() === 0) return context.skip('root may write everywhere');
  await chmod(shelf, 0o500);
  await expect(backUp()).rejects.toMatchObject({ code: 'folder_unwritable' });
});
