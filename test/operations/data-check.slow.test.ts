import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { outcomeAsText } from '#src/bot/cli/format-outcome.ts';
import { WHOLE } from '#src/bot/cli/render/terminal-page.ts';
import type { App } from '#src/operations/app.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { changed, type RowChange } from '#test/pipeline/import/changed-file.ts';
import { LEAGUE_DATE, SMALL_LEAGUE } from '#test/workers/small-league.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { runNamed } from './run-named.ts';

const NOW = new Date('2026-02-05T22:00:00Z');

const Checks = z.object({ checks: z.array(z.looseObject({ check: z.string() })) });

/** An app whose small league has changed lines. */
async function anApp(change: RowChange): Promise<App> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const opened = createApp({ platform: 'embedded', dataFolder: folder.path }, { now: () => NOW });
  onTestFinished(async () => {
    await opened.idle();
    await opened.close();
    await folder.remove();
  });
  const sources = sampleLeague(SMALL_LEAGUE).map((source) =>
    source.name === 'prop_lines.csv' ? changed(source, change) : source,
  );
  await importFiles(opened.app, { sources, origin: 'files' });
  return opened.app;
}

function ask(app: App, name: string, given: object) {
  return runNamed(app, { name, given, actor: ANN, request: `${name} ${JSON.stringify(given)}` });
}

test('sound data passes before a batch, and the predictions after it', async () => {
  const app = await anApp(() => ({}));
  const before = await ask(app, 'data check', { date: LEAGUE_DATE });
  expect(before).toMatchObject({ decision: 'done', code: 'ok' });
  expect(before.data).toHaveProperty(
    'checks',
    expect.arrayContaining([
      expect.objectContaining({ check: 'no_predictions', verdict: 'not_checked' }),
      expect.objectContaining({ check: 'lines_without_player', verdict: 'passed', count: 0 }),
    ]),
  );
  await ask(app, 'batch start', { date: LEAGUE_DATE, wait: true });
  const after = await ask(app, 'data check', { date: LEAGUE_DATE });
  expect(after.data).toHaveProperty(
    'checks',
    expect.arrayContaining([expect.objectContaining({ check: 'no_predictions', verdict: 'passed' })]),
  );
});

test('every line that passes the checks is the line of a candidate', async () => {
  const app = await anApp(() => ({}));
  const { data } = await ask(app, 'data check', { date: LEAGUE_DATE });
  await ask(app, 'batch start', { date: LEAGUE_DATE, wait: true });
  const slate = await readSlate(app.warehouse, { gameDate: LEAGUE_DATE, headlineModel: 'catboost_v9' });
  const lined = new Set(slate.flatMap((row) => (row.current_points_line === null ? [] : [row.player_lookup])));
  const check = Checks.parse(data).checks.find(({ check: name }) => name === 'lines_without_player');
  expect(check).toMatchObject({ count: 0, total: lined.size });
});

test('lines of strangers are refused, named with what to do, and shown by every command about the slate', async () => {
  const app = await anApp((row) =>
    row['game_date'] === LEAGUE_DATE ? { player_id: '', player_name: `Stranger ${row['player_id']}`, game_id: '' } : {},
  );
  const checked = await ask(app, 'data check', { date: LEAGUE_DATE });
  expect(checked).toMatchObject({ decision: 'refused', code: 'checks_failed' });
  expect(checked.message).toMatch(/The lines of (\d+) of \1 players reach nobody/);
  const text = await outcomeAsText('data check', checked, { operations: OPERATIONS, page: WHOLE });
  expect(text).toMatch(/lines without player +\d+ of \d+ players with a line +more than 10 % and at least 3 +failed/);
  expect(text).toMatch(/prop_lines +Stranger \d+ +4 +Nobody of this name has played in the last two years\./);
  expect(text).toMatch(/… and \d+ more values/);

  const started = await ask(app, 'batch start', { date: LEAGUE_DATE, wait: true });
  expect(started).toMatchObject({
    code: 'partial',
    next: [{ operation: 'data check' }, { operation: 'predict slate' }],
  });
  const failed = expect.arrayContaining([expect.objectContaining({ check: 'lines_without_player' })]);
  for (const [name, given] of [
    ['batch status', {}],
    ['predict slate', { date: LEAGUE_DATE }],
  ] as const) {
    const shown = await ask(app, name, given);
    expect(shown.message).toContain('The slate is partial, because');
    expect(shown.data).toMatchObject({ failed_checks: failed });
  }
});

test('a date without games has nothing to check', async () => {
  const app = await anApp(() => ({}));
  const checked = await ask(app, 'data check', { date: '2025-08-01' });
  expect(checked).toMatchObject({ decision: 'done', code: 'nothing_to_check' });
});
