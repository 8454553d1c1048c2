import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { changed, type RowChange } from '#test/pipeline/import/changed-file.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aRunner } from './a-runner.ts';
import { LEAGUE_DATE, SMALL_LEAGUE } from './small-league.ts';

/** Runs the slate of the small league, after the rows of one file were changed. */
async function runWith(deps: BatchDeps, file: string, change: RowChange) {
  const sources = sampleLeague(SMALL_LEAGUE).map((source) => (source.name === file ? changed(source, change) : source));
  await importFiles(deps, { sources, origin: 'files' });
  const opened = await openSlate(deps, { gameDate: LEAGUE_DATE, auditContext: aTrail() });
  if (opened.type !== 'started') throw new Error(`the batch did not start: ${opened.type}`);
  const batch = await aRunner(deps).run(opened.batchId);
  const posts = await deps.store.query({ collection: POSTS }, {});
  return { batch, announcements: posts.map(({ data }) => JSON.parse(data.wanted)) };
}

const LAST_NIGHT = '2026-02-04';
const NO_SHOTS = { fgm: '', fga: '', fg3m: '', fg3a: '', ftm: '', fta: '' };
const isTonight = ({ game_date }: Parameters<RowChange>[0]) => game_date === LEAGUE_DATE;

it('a slate of sound data is ready', async () => {
  const { batch, announcements } = await runWith(await pipelineStores(), 'prop_lines.csv', () => ({}));
  expect(batch).toMatchObject({ state: 'done', result: 'complete', failed_checks: [] });
  expect(announcements).toContainEqual(expect.objectContaining({ type: 'slate', headline: 'ready' }));
});

it("a slate is partial when nobody can match the players of tonight's lines, and its message says why", async () => {
  const strangers = (row: Parameters<RowChange>[0]) => {
    if (!isTonight(row)) return {};
    const id = `odds-${row['player_id']}`;
    return { player_id: '', player_name: `Stranger ${row['player_id']}`, game_id: id, home_team: '', away_team: '' };
  };
  const { batch, announcements } = await runWith(await pipelineStores(), 'prop_lines.csv', strangers);
  if (batch.state !== 'done') throw new Error(`the batch ended as ${batch.state}`);
  expect(batch.predicted).toBeGreaterThan(0);
  expect(batch.result).toBe('partial');
  const unmatched = batch.failed_checks.find(({ check }) => check === 'lines_without_player');
  expect(unmatched?.finding).toMatch(/^The lines of (\d+) of \1 players reach nobody/);
  expect(unmatched?.way_out).toContain(`\`tipoff data check --date ${LEAGUE_DATE}\` lists the names.`);
  const slate = { type: 'slate', headline: 'partial', failed_checks: batch.failed_checks };
  expect(announcements).toContainEqual(expect.objectContaining(slate));
  const alert = { type: 'batch-alert', problem: 'partial', detail: expect.stringContaining(unmatched?.finding ?? '') };
  expect(announcements).toContainEqual(expect.objectContaining(alert));
});

it.each<{ readonly fault: string; readonly file: string; readonly change: RowChange; readonly check: string }>([
  {
    fault: 'box scores of last night are missing',
    file: 'player_game_logs.csv',
    change: ({ game_date }) => (game_date === LAST_NIGHT ? 'dropped' : {}),
    check: 'missing_box_scores',
  },
  {
    fault: "the players' points do not add up",
    file: 'team_box_scores.csv',
    change: (row) =>
      row['game_date'] === LAST_NIGHT ? { ...NO_SHOTS, points: String(Number(row['points']) + 3) } : {},
    check: 'uneven_box_scores',
  },
  {
    fault: 'the lines are from two days before',
    file: 'prop_lines.csv',
    change: (row) => (isTonight(row) ? { captured_at: `2026-02-03${row['captured_at']?.slice(10)}` } : {}),
    check: 'old_lines',
  },
  {
    fault: 'the injury reports have unknown statuses',
    file: 'injuries.csv',
    change: (row) => (isTonight(row) ? { status: 'Perhaps' } : {}),
    check: 'unclear_reports',
  },
])('a slate is partial when $fault', async ({ file, change, check }) => {
  const { batch } = await runWith(await pipelineStores(), file, change);
  expect(batch).toMatchObject({ state: 'done', result: 'partial' });
  expect(batch).toHaveProperty('failed_checks', [expect.objectContaining({ check })]);
});
