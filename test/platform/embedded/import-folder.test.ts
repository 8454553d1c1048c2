import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { importFolder } from '#src/platform/embedded/import-folder.ts';

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-folder-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

async function recordsOf(folder: string) {
  const [source] = await importFolder(folder);
  if (source === undefined) throw new Error('the folder is empty');
  return await Array.fromAsync(source.records());
}

describe('records of a file', () => {
  test.for<[string, string]>([
    ['a byte order mark', '\uFEFFname,points\nJokić,29\n'],
    ['line ends of Windows', 'name,points\r\nJokić,29\r\n'],
    ['no line end at the end', 'name,points\nJokić,29'],
    ['quoted fields', '"name","points"\n"Jokić","29"\n'],
  ])('%s', async ([, text]) => {
    const folder = await folderWith({ 'a.csv': text });
    expect(await recordsOf(folder)).toStrictEqual([
      { line: 1, fields: ['name', 'points'] },
      { line: 2, fields: ['Jokić', '29'] },
    ]);
  });

  test('are unpacked from a gzip file, and the hash covers the packed bytes', async () => {
    const packed = gzipSync('name\nJokić\n');
    const folder = await folderWith({ 'a.csv.gz': packed });
    const [source] = await importFolder(folder);
    expect(await Array.fromAsync(source?.records() ?? [])).toHaveLength(2);
    expect(source?.sha256()).toBe(createHash('sha256').update(packed).digest('hex'));
  });

  test('are empty for an empty file', async () => {
    expect(await recordsOf(await folderWith({ 'a.csv': '' }))).toStrictEqual([]);
  });

  test('are equal to any texts that were written', async () => {
    const folder = await folderWith({});
    const path = join(folder, 'a.csv');
    const field = fc.string({ unit: 'grapheme', maxLength: 20 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 20 }), async (rows) => {
        await writeFile(path, rows.map((row) => `${row.map(quoted).join()}\n`).join(''));
        expect((await recordsOf(folder)).map(({ fields }) => fields)).toStrictEqual(rows);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the error for an unreadable file names the file', () => {
  const text = `name,points\n${'Jokić,29\n'.repeat(50_000)}`;
  const packed = gzipSync(text);

  test.for<[string, string, string | Uint8Array, RegExp]>([
    [
      'a truncated gzip file',
      'a.csv.gz',
      packed.subarray(0, packed.length / 2),
      /^a\.csv\.gz.*: the file cannot be read: the gzip file is cut off/,
    ],
    [
      'a file that is not gzip',
      'a.csv.gz',
      'name,points\n',
      /^a\.csv\.gz: the file cannot be read: the gzip file is damaged/,
    ],
    ['a quote that is never closed', 'a.csv', 'name\n"Jokić\n', /^a\.csv is not a valid CSV file \(.* at line \d/],
    ['text after a closing quote', 'a.csv', 'name\n"Jo"kić\n', /^a\.csv is not a valid CSV file \(.* at line \d/],
    [
      'a record without end',
      'a.csv',
      `name\n"${'x'.repeat(200_000)}`,
      /^a\.csv is not a valid CSV file \(.* at line \d/,
    ],
  ])('%s', async ([, name, content, message]) => {
    await expect(recordsOf(await folderWith({ [name]: content }))).rejects.toThrow(message);
  });

  test('a folder that does not exist', async () => {
    await expect(importFolder(join(tmpdir(), 'tipoff-no-such-folder'))).rejects.toThrow(
      /tipoff-no-such-folder cannot be read: it does not exist\. Name a folder with CSV files, or one of the files\.$/,
    );
  });
});

describe('files of a folder', () => {
  test('are sorted by name, without folders and hidden files', async () => {
    const folder = await folderWith({ 'b.csv': '', 'a.csv.gz': '', 'notes.txt': '', '.hidden.csv': '' });
    await mkdir(join(folder, 'c.csv'));
    const sources = await importFolder(folder);
    expect(sources.map(({ name }) => name)).toStrictEqual(['a.csv.gz', 'b.csv', 'notes.txt']);
  });

  test('are a single file when the path is a file', async () => {
    const folder = await folderWith({ 'b.csv': '', 'a.csv': '' });
    const sources = await importFolder(join(folder, 'b.csv'));
    expect(sources.map(({ name }) => name)).toStrictEqual(['b.csv']);
  });
});
