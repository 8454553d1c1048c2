import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
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
} from './a-data-folder.ts';
import { runStoreFilesChild } from './run-store-files-child.ts';

/** Places of the log to damage. Set DAMAGED_PLACES to try more places. */
const FLIPS = Number(process.env['DAMAGED_PLACES'] ?? 2);
const BLOCKS = 3;
const LATE_NOTES = 20;
/** Of a DuckDB file. */
const FIRST_BLOCK = 12_288;
const BLOCK_BYTES = 262_144;

/** Stores of a process that was killed: each with a log beside it. */
let killed: string;
let folder: string;
beforeAll(async () => {
  killed = await closedFolder();
  await runStoreFilesChild('write', [killed]).ended;
});
afterAll(() => removeFolder(killed));
beforeEach(async () => {
  folder = await copyOfFolder(killed);
});
afterEach(() => removeFolder(folder));

async function flip(file: string, at: number, bytes = 1): Promise<void> {
  const handle = await open(join(folder, file), 'r+');
  const found = Buffer.alloc(bytes);
  await handle.read(found, 0, bytes, at);
  await handle.write(
    found.map((byte) => byte ^ 0xff),
    0,
    bytes,
    at,
  );
  await handle.close();
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(join(folder, file))).size;
}

const files = () => storeFilesOf(folder);

async function problems() {
  const { findings } = await files().examine(ignoreProgress);
  return findings.filter(({ level }) => level === 'problem').map(({ file, aside }) => ({ file, aside }));
}

/** What the stores hold after a start; throws when they do not open. */
async function content() {
  const stores = openStores(folder);
  try {
    return { predictions: await stores.predictions(), grades: await stores.grades(), notes: await stores.notes() };
  } finally {
    await stores.close();
  }
}

describe('undamaged stores of a killed process', () => {
  it('are healthy, and the examination changes no byte', async () => {
    const before = await everyByte();
    const { findings, rows } = await files().examine(ignoreProgress);
    expect(findings).toEqual([]);
    expect(rows).toMatchObject({ 'nba.predictions': 5_000, 'nba.grades': 5_000 });
    expect(await everyByte()).toEqual(before);
  });

  it('are left as they are by a repair', async () => {
    const before = await everyByte();
    expect((await files().repair(ignoreProgress)).moved).toEqual([]);
    expect(await everyByte()).toEqual(before);
  });
});

describe('a damaged log of the warehouse', () => {
  it.each(Array.from({ length: FLIPS }, (_, index) => index))(
    'with a flipped byte in part %i of it: what was checkpointed before is kept, and the start after the repair works',
    async (index) => {
      const size = await sizeOf('warehouse.duckdb.wal');
      await flip('warehouse.duckdb.wal', Math.floor(((index + Math.random()) / FLIPS) * size));

      const { moved } = await files().repair(ignoreProgress);

      expect(moved.map(({ from }) => from)).toEqual(['warehouse.duckdb.wal']);
      expect(await problems()).toEqual([]);
      const { predictions, grades, notes } = await content();
      for (const kept of [predictions, grades]) expect(kept.slice(0, 2_000)).toEqual(rowsOfRounds(2));
      for (const kept of [predictions, grades]) expect(kept).toEqual(rowsOfRounds(kept.length / 1_000));
      expect(notes).toBe(NOTE_COUNT + LATE_NOTES);
      expect(existsSync(join(folder, moved[0]?.to ?? ''))).toBe(true);
    },
  );

  it('keeps the changes before the damage, not only those of the last checkpoint', async () => {
    await flip('warehouse.duckdb.wal', (await sizeOf('warehouse.duckdb.wal')) - 40);
    await files().repair(ignoreProgress);
    const { predictions } = await content();
    expect(predictions).toEqual(rowsOfRounds(5));
  });

  it('of random bytes is moved aside', async () => {
    await writeFile(join(folder, 'warehouse.duckdb.wal'), randomBytes(9_000));
    expect(await problems()).toEqual([{ file: 'warehouse.duckdb.wal', aside: ['warehouse.duckdb.wal'] }]);
    await files().repair(ignoreProgress);
    expect((await content()).predictions).toEqual(rowsOfRounds(2));
  });

  it('cut off in the middle of an entry is what a power cut leaves: a note, and no problem', async () => {
    await truncate(join(folder, 'warehouse.duckdb.wal'), (await sizeOf('warehouse.duckdb.wal')) - 10);
    const { findings } = await files().examine(ignoreProgress);
    expect(findings).toMatchObject([{ file: 'warehouse.duckdb.wal', level: 'note', aside: [] }]);
  });

  it('with a wrong length is refused by the store, which would drop what follows', async () => {
    const log = await readFile(join(folder, 'warehouse.duckdb.wal'));
    const secondEntry = 8 + 16 + Number(log.readBigUInt64LE(8));
    await flip('warehouse.duckdb.wal', secondEntry + 4);
    await expect(content()).rejects.toMatchObject({
      code: 'warehouse_corrupt',
      message: expect.stringContaining('`tipoff doctor`'),
    });
    expect(await problems()).toEqual([{ file: 'warehouse.duckdb.wal', aside: ['warehouse.duckdb.wal'] }]);
    await files().repair(ignoreProgress);
    expect((await content()).predictions).toEqual(rowsOfRounds(2));
  });
});

describe('a damaged warehouse file', () => {
  it.each([
    ['whose header is destroyed', () => flip('warehouse.duckdb', 0, 4_096 * 3)],
    ['of random bytes', () => writeFile(join(folder, 'warehouse.duckdb'), randomBytes(300_000))],
    ['of 0 bytes', () => truncate(join(folder, 'warehouse.duckdb'), 0)],
    ['cut in half', () => truncate(join(folder, 'warehouse.duckdb'), 30_000)],
  ])('%s is moved aside with its log, and the documents stay', async (_, damage) => {
    await damage();
    const aside = ['warehouse.duckdb', 'warehouse.duckdb.wal'];
    expect(await problems()).toEqual([{ file: 'warehouse.duckdb', aside }]);
    await files().repair(ignoreProgress);
    expect(await content()).toMatchObject({ predictions: [], notes: NOTE_COUNT + LATE_NOTES });
  });

  it('with a damaged block gives the tables that can be read', async () => {
    const size = await sizeOf('warehouse.duckdb');
    let kept = 0;
    const blocks = Math.floor((size - FIRST_BLOCK) / BLOCK_BYTES);
    for (let turn = 0; turn < BLOCKS; turn += 1) {
      const block = FIRST_BLOCK + Math.floor((turn / BLOCKS) * blocks) * BLOCK_BYTES;
      await removeFolder(folder);
      folder = await copyOfFolder(killed);
      await flip('warehouse.duckdb', block + 1_000, 8);
      await files().repair(ignoreProgress);
      const { predictions, grades, notes } = await content();
      expect(notes).toBe(NOTE_COUNT + LATE_NOTES);
      kept = Math.max(kept, predictions.length + grades.length);
    }
    expect(kept).toBeGreaterThan(0);
  });

  it('of a newer version is named, and a repair leaves it alone', async () => {
    const ofOlder = storeFilesOf(folder, { migrations: [] });
    const { examination, moved } = await ofOlder.repair(ignoreProgress);
    expect(examination.findings).toMatchObject([{ file: 'warehouse.duckdb', level: 'problem', aside: [] }]);
    expect(moved).toEqual([]);
  });
});

describe('a damaged document store', () => {
  it('with a damaged log keeps the changes before the damage', async () => {
    await flip('tipoff.sqlite-wal', Math.floor((await sizeOf('tipoff.sqlite-wal')) / 2));
    expect(await problems()).toMatchObject([{ file: 'tipoff.sqlite-wal' }]);
    await files().repair(ignoreProgress);
    expect(await problems()).toEqual([]);
    expect((await content()).predictions).toEqual(rowsOfRounds(5));
  });

  it.each([
    ['whose header is destroyed', 0, 100],
    ['with damaged pages in the middle', 200_000, 9_000],
  ])('%s keeps the rows that can be read', async (_, at, bytes) => {
    await rm(join(folder, 'tipoff.sqlite-wal'));
    await flip('tipoff.sqlite', at, bytes);
    expect(await problems()).toMatchObject([{ file: 'tipoff.sqlite' }]);
    await files().repair(ignoreProgress);
    expect(await problems()).toEqual([]);
    const { notes } = await content();
    expect(notes).toBeGreaterThan(NOTE_COUNT * 0.9);
  });

  it.each([
    ['of random bytes', () => writeFile(join(folder, 'tipoff.sqlite'), randomBytes(90_000))],
    ['of 0 bytes', () => truncate(join(folder, 'tipoff.sqlite'), 0)],
  ])('%s is moved aside, and the warehouse stays', async (_, damage) => {
    await rm(join(folder, 'tipoff.sqlite-wal'));
    await damage();
    expect(await problems()).toMatchObject([{ file: 'tipoff.sqlite' }]);
    await files().repair(ignoreProgress);
    expect(await content()).toMatchObject({ predictions: rowsOfRounds(5), notes: 0 });
  });
});

it.each(['tipoff.sqlite', 'warehouse.duckdb'])('a missing %s is named when the other store is there', async (file) => {
  await rm(join(folder, file));
  expect(await problems()).toContainEqual({ file, aside: [] });
});

it('a folder that is not there, and one without stores, have no problem', async () => {
  await removeFolder(folder);
  expect(await problems()).toEqual([]);
  expect((await files().examine(ignoreProgress)).findings).toMatchObject([{ level: 'note' }]);
});

async function everyByte() {
  const names = (await readdir(folder)).toSorted();
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), 'base64')));
  return names.map((name, index) => [name, contents[index]]);
}
