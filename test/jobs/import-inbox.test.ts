import { mkdir, mkdtempDisposable, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { importInbox } from '#src/jobs/import-inbox.ts';
import { folderInbox } from '#src/platform/embedded/folder-inbox.ts';
import { Problem } from '#src/platform/problem.ts';
import { emptyWarehouse } from '../pipeline/pipeline-stores.ts';
import { aNight } from './a-night.ts';

const SCHEDULE_FILE = [
  'season,season_type,game_date,game_id,home_team,away_team',
  '2025-26,regular season,2026-02-05,0022500001,BOS,LAL',
].join('\n');
const AN_HOUR_AGO = new Date(Date.now() - 60 * 60_000);

async function anInbox() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-inbox-'));
  const warehouse = await emptyWarehouse();
  const readInbox = folderInbox(folder.path, () => Date.now());
  const night = aNight({ jobs: [importInbox], warehouse, overrides: { readInbox } });
  const put = async (name: string, text: string) => {
    await writeFile(join(folder.path, name), text);
    await utimes(join(folder.path, name), AN_HOUR_AGO, AN_HOUR_AGO);
  };
  const run = async () => await importInbox.run(night.app, new Date());
  return {
    ...folder,
    [Symbol.asyncDispose]: folder.remove,
    night,
    put,
    run,
    files: async (name: string) => (await readdir(join(folder.path, name))).toSorted(),
    answer: async (name: string) => await readFile(join(folder.path, name), 'utf8'),
  };
}

test('a file of the inbox is imported and moved to done with its answer', async () => {
  await using inbox = await anInbox();
  await inbox.put('schedule.csv', SCHEDULE_FILE);
  expect(await inbox.run()).toBe('Imported 1 of 1 files.');
  expect(await inbox.files('.')).toEqual(['done', 'failed']);
  expect(await inbox.files('done')).toEqual(['schedule.csv', 'schedule.csv.answer.txt']);
  expect(await inbox.answer('done/schedule.csv.answer.txt')).toBe('Imported 1 rows into nba_raw.schedule.\n');
  expect(await inbox.run()).toBe('The inbox is empty.');
});

test('a file with faults is moved to failed with its faults and opens an incident, which the next good file resolves', async () => {
  await using inbox = await anInbox();
  await inbox.put('schedule.csv', SCHEDULE_FILE.replace('2026-02-05', '2026-02-31'));
  await inbox.put('notes.txt', 'hello');
  expect(await inbox.run()).toBe('Imported 0 of 2 files. Not imported: notes.txt, schedule.csv.');
  expect(await inbox.answer('failed/schedule.csv.answer.txt')).toContain('2026-02-31');
  const incidents = async () =>
    (await inbox.night.store.query({ collection: INCIDENTS }, {})).map(({ data: { key, state } }) => ({ key, state }));
  expect(await incidents()).toEqual([{ key: 'inbox-files', state: 'open' }]);
  await inbox.put('schedule.csv', SCHEDULE_FILE);
  await inbox.run();
  expect(await incidents()).toEqual([{ key: 'inbox-files', state: 'resolved' }]);
});

test('a file of the same name keeps the earlier one', async () => {
  await using inbox = await anInbox();
  for (let time = 0; time < 2; time += 1) {
    await inbox.put('schedule.csv', SCHEDULE_FILE);
    await inbox.run();
  }
  expect(await inbox.files('done')).toContain('2-schedule.csv');
});

test('a file that is still being written stays in the inbox', async () => {
  await using inbox = await anInbox();
  await mkdir(inbox.path, { recursive: true });
  await writeFile(join(inbox.path, 'schedule.csv'), SCHEDULE_FILE);
  expect(await inbox.run()).toBe('The inbox is empty.');
  expect(await inbox.files('.')).toContain('schedule.csv');
});

test('files stay in the inbox when the import fails for another reason than the files', async () => {
  await using inbox = await anInbox();
  await inbox.put('schedule.csv', SCHEDULE_FILE);
  const held = new Problem({ code: 'warehouse_held', message: 'Another process holds the warehouse.' });
  const warehouse = {
    ...inbox.night.app.warehouse,
    query: () => Promise.reject(held),
    load: () => Promise.reject(held),
  };
  await expect(importInbox.run({ ...inbox.night.app, warehouse }, new Date())).rejects.toThrow(held);
  expect(await inbox.files('.')).toContain('schedule.csv');
  expect(await inbox.run()).toBe('Imported 1 of 1 files.');
});
