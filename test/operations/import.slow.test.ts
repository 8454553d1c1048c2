import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { createApp } from '#src/app.ts';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import type { App } from '#src/operations/app.ts';
import type { OPERATIONS } from '#src/operations/registry.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';

const NOW = new Date('2026-02-06T15:00:00Z');
const SCHEDULE = 'season,season_type,game_date,game_id,home_team,away_team,home_score,away_score';
const GAME = '2025-26,regular,2026-02-05,0022599001,LAL,UTA,110,104';

interface Desk {
  readonly app: App;
  /** Imports files with these texts, by name. */
  importTexts(texts: Readonly<Record<string, string>>, flags?: Record<string, boolean>): Outcome;
  read(path: string): Promise<string>;
}
type Outcome = ReturnType<(typeof OPERATIONS)[number]['run']>;

const test = base.extend<{ desk: Desk }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  desk: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const data = join(folder.path, 'data');
    const { app, idle, close } = createApp({ platform: 'embedded', dataFolder: data }, { now: () => NOW });
    let imports = 0;
    const importTexts: Desk['importTexts'] = async (texts, flags = {}) => {
      imports += 1;
      const files = join(folder.path, String(imports));
      await mkdir(files);
      for (const [name, text] of Object.entries(texts)) await writeFile(join(files, name), text);
      return await runNamed(app, { name: 'import', given: { folder: files, ...flags }, actor: ANN, request: 'r' });
    };
    await use({ app, importTexts, read: (path) => readFile(join(data, path), 'utf8') });
    await idle();
    await close();
  },
});

test('a row with a fault refuses its file, and the answer says how to take the other rows', async ({ desk }) => {
  const outcome = await desk.importTexts({ 'schedule.csv': [SCHEDULE, GAME, `${GAME}0000`].join('\n') });
  expect(outcome).toMatchObject({
    decision: 'refused',
    code: 'bad_file',
    data: { rows: 0, files: [{ decision: 'refused', rejected: 0, rejects: null }] },
    next: [{ operation: 'import', arguments: { skip_bad_rows: true } }],
  });
  expect(exitCodeOfOutcome(outcome)).toBe(1);
});

test('with --skip-bad-rows the good rows are taken, and the others are written with their reasons', async ({
  desk,
}) => {
  const lines = [SCHEDULE, GAME, GAME.replace('9001', '9002').replace('UTA', '=LAL'), GAME];
  const outcome = await desk.importTexts(
    { 'schedule.csv': `${lines.join('\n')}\n2025-26,soon\n` },
    { skip_bad_rows: true },
  );
  expect(outcome).toMatchObject({
    decision: 'done',
    code: 'rows_rejected',
    message: expect.stringMatching(
      /^Imported 1 row from 1 file\. Rows with faults were left out: 3 rows in ".*rejects\/schedule\.csv"/,
    ),
    data: {
      rows: 1,
      files: [
        {
          decision: 'taken',
          rows: 1,
          rejected: 3,
          duplicates: 1,
          rejects: expect.stringMatching(/rejects\/schedule\.csv$/),
        },
      ],
    },
  });
  expect(exitCodeOfOutcome(outcome)).toBe(5);
  const [header, ...rejected] = (await desk.read('rejects/schedule.csv')).trim().split('\n');
  expect(header).toBe(
    `file_line,rejected_because,${SCHEDULE.split(',')
      .map((name) => `"${name}"`)
      .join(',')}`,
  );
  expect(rejected).toHaveLength(3);
  expect(rejected[0]).toBe(
    '3,"schedule.csv, line 3, column away_team: ""LAL"" is also the home_team.","2025-26","regular","2026-02-05","0022599002","LAL","\'=LAL","110","104"',
  );
  expect(rejected[1]).toMatch(/^4,"schedule.csv, lines 2 and 4: both lines have the same key: game_id 0022599001\."/);
  expect(rejected[2]).toMatch(
    /^5,"schedule.csv, line 5: this line has 2 fields, but the header has 8\.","2025-26","soon"$/,
  );
});

test('the corrected file of rejected rows can be imported', async ({ desk }) => {
  await desk.importTexts(
    { 'schedule.csv': [SCHEDULE, GAME.replace('UTA', 'LAL')].join('\n') },
    { skip_bad_rows: true },
  );
  const corrected = (await desk.read('rejects/schedule.csv')).replace('"LAL","LAL"', '"LAL","UTA"');
  expect(await desk.importTexts({ 'schedule.csv': corrected })).toMatchObject({ code: 'ok', data: { rows: 1 } });
});
