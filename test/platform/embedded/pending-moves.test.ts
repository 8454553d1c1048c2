import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  finishPendingMoves,
  moveTogether,
  readPendingMoves,
  refusePendingMoves,
} from '#src/platform/embedded/pending-moves.ts';
import { PENDING_FILE } from '#src/platform/store-files.ts';
import { temporaryFolder } from './sqlite-folder.ts';

const MOVES = {
  reason: 'restore' as const,
  aside: [
    { from: 'a', to: 'replaced/a' },
    { from: 'b', to: 'replaced/b' },
  ],
  into_place: [
    { from: '.staging/a', to: 'a' },
    { from: '.staging/b', to: 'b' },
  ],
};
/** The plan as it is on the disk. */
const PLAN = { ...MOVES, id: 'plan-1', begun_at: '2026-01-05T20:00:00.000Z' };
const ALL = [...MOVES.aside, ...MOVES.into_place];

async function folderBefore(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, '.staging'));
  for (const name of ['a', 'b']) {
    await writeFile(join(folder, name), `old ${name}`);
    await writeFile(join(folder, '.staging', name), `new ${name}`);
  }
  return folder;
}

async function expectMoved(folder: string): Promise<void> {
  for (const name of ['a', 'b']) {
    expect(await readFile(join(folder, name), 'utf8')).toBe(`new ${name}`);
    expect(await readFile(join(folder, 'replaced', name), 'utf8')).toBe(`old ${name}`);
  }
  expect(existsSync(join(folder, PENDING_FILE))).toBe(false);
}

it('moves all files, and keeps stores from opening until then', async () => {
  const folder = await folderBefore();
  await moveTogether(folder, MOVES, async () => {
    expect(() => refusePendingMoves(folder)).toThrow(/tipoff doctor --repair/);
  });
  await expectMoved(folder);
  expect(() => refusePendingMoves(folder)).not.toThrow();
});

it.each([0, 1, 2, 3, 4])(
  'interrupted after %i of four renames, they are finished by the next command',
  async (done) => {
    const folder = await folderBefore();
    await writeFile(join(folder, PENDING_FILE), JSON.stringify(PLAN));
    await mkdir(join(folder, 'replaced'));
    for (const { from, to } of ALL.slice(0, done)) await rename(join(folder, from), join(folder, to));
    expect(await finishPendingMoves(folder)).toEqual(PLAN);
    await expectMoved(folder);
    expect(await finishPendingMoves(folder)).toBeUndefined();
  },
);

it('moves nothing when it may not begin', async () => {
  const folder = await folderBefore();
  const refusal = new Error('another process has the data');
  await expect(moveTogether(folder, MOVES, () => Promise.reject(refusal))).rejects.toBe(refusal);
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('old a');
  expect(await readPendingMoves(folder)).toBeUndefined();
});

it('overwrites nothing that appeared in a place', async () => {
  const folder = await folderBefore();
  await writeFile(join(folder, PENDING_FILE), JSON.stringify({ ...PLAN, aside: [] }));
  await expect(finishPendingMoves(folder)).rejects.toMatchObject({ code: 'place_taken' });
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('old a');
});

it('names a plan that cannot be read', async () => {
  const folder = await folderBefore();
  await writeFile(join(folder, PENDING_FILE), '{');
  await expect(readPendingMoves(folder)).rejects.toMatchObject({ code: 'moves_unreadable' });
  await rm(join(folder, PENDING_FILE));
});
