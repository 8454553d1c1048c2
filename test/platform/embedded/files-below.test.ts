import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '#src/platform/embedded/files-below.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tipoff-files-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('filesBelow(folder)', () => {
  it("returns each file's relative path, size and content", async () => {
    await mkdir(join(folder, 'walk-forward'));
    await writeFile(join(folder, 'walk-forward', 'b.cbm'), 'four');
    await writeFile(join(folder, 'a.json'), '{}');

    const files = filesBelow(folder);

    expect(files.map(({ name, size }) => [name, size])).toEqual([
      ['a.json', 2],
      ['walk-forward/b.cbm', 4],
    ]);
    expect(files.map((file) => Buffer.from(file.read()).toString())).toEqual(['{}', 'four']);
  });

  it('returns nothing when the folder does not exist', () => {
    expect(filesBelow(join(folder, 'nowhere'))).toEqual([]);
  });
});
