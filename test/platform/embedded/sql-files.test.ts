import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStatements } from '#src/platform/embedded/sql-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tipoff-sql-'));
  await mkdir(join(folder, 'features', 'sql'), { recursive: true });
  await writeFile(join(folder, 'features', 'sql', 'build.sql'), 'SELECT 1');
  await writeFile(join(folder, 'features', 'notes.sql'), 'not in a sql folder');
});
afterEach(() => rm(folder, { recursive: true }));

test('a statement is named by its path without the extension', () =>
  expect(readStatements(folder)('features/sql/build')).toBe('SELECT 1'));

test('texts are read once, at the first call', async () => {
  const statements = readStatements(folder);
  await writeFile(join(folder, 'features', 'sql', 'later.sql'), 'SELECT 2');
  expect(statements('features/sql/later')).toBe('SELECT 2');
  await writeFile(join(folder, 'features', 'sql', 'later.sql'), 'SELECT 3');
  expect(statements('features/sql/later')).toBe('SELECT 2');
});

test('a missing folder is not an error before the first call', () =>
  expect(readStatements(join(folder, 'absent'))).toBeTypeOf('function'));

test.each(['features/sql/biuld', 'features/notes', 'constructor'])(
  '%s is unknown, and the known ones are named',
  (name) =>
    expect(() => readStatements(folder)(name)).toThrow(
      `the statement ${name} does not exist; the statements are features/sql/build`,
    ),
);
