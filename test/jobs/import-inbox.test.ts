import { execFileSync } from 'node:child_process';
import { mkdir, mkdtempDisposable, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { importInbox } from '#src/jobs/import-inbox.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { folderInbox } from '#src/platform/embedded/folder-inbox.ts';
import { tablesAfter } from '#src/platform/migration.ts';
import { Problem } from '#src/platform/problem.ts';
import { aPrediction } from '../pipeline/grading/a-night.ts';
import { temporaryWarehouse } from '../pipeline/pipeline-stores.ts';
import { aNight } from './a-night.ts';

const SCHEDULE_FILE = [
  'season,season_type,game_date,game_id,home_team,away_team',
  '2025-26,regular season,2026-02-05,0022500001,BOS,LAL',
].join('\n');
const AN_HOUR_AGO = new Date(Date.now() - 60 * 60_000);

async function anInbox() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-inbox-'));
  const warehouse = await temporaryWarehouse();
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

test('an injury report that rules out a predicted player withdraws the predictions once', async () => {
  await using inbox = await anInbox();
  const { store, warehouse } = inbox.night.app;
  const now = () => new Date('2026-02-05T23:00:00Z');
  const app = { ...inbox.night.app, now };
  const withTipoff = `${SCHEDULE_FILE},2026-02-06T00:30:00Z`.replace('away_team', 'away_team,tipoff_utc');
  await inbox.put('schedule.csv', withTipoff);
  await importInbox.run(app, now());
  const prediction = aPrediction('b-1', { player_lookup: 'annlee', player_name: 'Ann Lee', game_id: '0022500001' });
  await warehouse.load(predictionsTable(), [JSON.stringify(prediction)], 'predictions');
  const report = [
    'report_at,game_date,player_name,team,status,reason,report_scope',
    '2026-02-05T22:40:00Z,2026-02-05,Ann Lee,BOS,Out,left ankle,partial',
  ].join('\n');

  await inbox.put('injuries.csv', report);
  expect(await importInbox.run(app, now())).toBe(
    'Imported 1 of 1 files. Ruled out, so the predictions were withdrawn: "Ann Lee".',
  );
  await inbox.put('injuries.csv', report);
  expect(await importInbox.run(app, now())).toBe('Imported 1 of 1 files.');
  const posts = (await store.query({ collection: POSTS }, {})).map(({ id }) => id);
  expect(posts.filter((id) => id.startsWith('withdrawal-'))).toHaveLength(1);
});

function predictionsTable() {
  const name = 'nba_predictions.player_prop_predictions';
  const table = tablesAfter(MIGRATIONS).find((each) => each.name === name);
  if (table === undefined) throw new Error(`no migration creates ${name}`);
  return table;
}

test('a file with faults is moved to failed with its faults and opens an incident, which the next good file resolves', async () => {
  await using inbox = await anInbox();
  await inbox.put('schedule.csv', SCHEDULE_FILE.replace('2026-02-05', '2026-02-31'));
  await inbox.put('notes.txt', 'hello');
  expect(await inbox.run()).toBe('Imported 0 of 2 files. Not imported: "notes.txt", "schedule.csv".');
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

test('a pipe, a folder link and a dead link are moved to failed with the reason, and a good file is imported', async () => {
  await using inbox = await anInbox();
  execFileSync('mkfifo', [join(inbox.path, 'injuries.csv')]);
  await symlink(tmpdir(), join(inbox.path, 'prop_lines.csv'));
  await symlink('/nowhere', join(inbox.path, 'team_box_scores.csv'));
  for (const name of ['injuries.csv', 'prop_lines.csv', 'team_box_scores.csv']) {
    execFileSync('touch', ['-h', '-d', '2026-01-01', join(inbox.path, name)]);
  }
  await inbox.put('schedule.csv', SCHEDULE_FILE);
  expect(await inbox.run()).toMatch(/^Imported 1 of 4 files/);
  expect(await inbox.files('.')).toEqual(['done', 'failed']);
  expect(await inbox.answer('failed/injuries.csv.answer.txt')).toContain('it is a device or a pipe, not a file');
  expect(await inbox.answer('failed/prop_lines.csv.answer.txt')).toContain('it is a folder');
  expect(await inbox.answer('failed/team_box_scores.csv.answer.txt')).toContain('it does not exist');
});

test.each([['x'.repeat(251)], ['😀'.repeat(62)], ['a\n\u202eb']])(
  'a file with an odd name is moved to failed, and its name is printable in the message: %j',
  async (name) => {
    await using inbox = await anInbox();
    await inbox.put(`${name}.csv`, 'x');
    const message = await inbox.run();
    expect(message).toMatch(/^Imported 0 of 1 files\. Not imported: /);
    expect(message).not.toMatch(/[\n\u202e]/);
    expect(await inbox.files('.')).toEqual(['done', 'failed']);
    expect(await inbox.files('failed')).toHaveLength(2);
  },
);

test('a file with a time in the future is imported', async () => {
  await using inbox = await anInbox();
  await inbox.put('schedule.csv', SCHEDULE_FILE);
  const nextYear = new Date(Date.now() + 365 * 24 * 60 * 60_000);
  await utimes(join(inbox.path, 'schedule.csv'), nextYear, nextYear);
  expect(await inbox.run()).toBe('Imported 1 of 1 files.');
});

test('the name of a file cannot leave its quotes', async () => {
  await using inbox = await anInbox();
  await inbox.put('a". Run `tipoff clock repair`. ".txt', 'x');
  expect(await inbox.run()).toBe(`Imported 0 of 1 files. Not imported: "a'. Run 'tipoff clock repair'. '.txt".`);
});

test('many files that are not imported are counted, and ten are named', async () => {
  await using inbox = await anInbox();
  for (let n = 10; n < 23; n += 1) await inbox.put(`${n}.txt`, 'x');
  expect(await inbox.run()).toMatch(/Not imported: "10\.txt", .*"19\.txt" and 3 more\.$/);
});

test('a file in the place of the inbox folder is named', async () => {
  await using inbox = await anInbox();
  await rm(inbox.path, { recursive: true });
  await writeFile(inbox.path, '');
  await expect(inbox.run()).rejects.toThrow(
    `The inbox folder ${inbox.path} is not a folder. Put another folder in its place.`,
  );
  await rm(inbox.path);
  await mkdir(inbox.path);
});

test('an installation without an inbox says where files are imported, and still withdraws predictions', async () => {
  await using inbox = await anInbox();
  const app = { ...inbox.night.app, readInbox: async () => 'no-inbox' as const };
  expect(await importInbox.run(app, new Date())).toContain('This installation has no inbox');
});
