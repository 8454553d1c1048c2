import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '#src/app.ts';
import { ALL_COLLECTIONS } from '#src/collections.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { sendPost } from '#src/coordination/outbox/send-post.ts';
import { SCHEDULE } from '#src/jobs/schedule.ts';
import type { App } from '#src/operations/app.ts';
import { runBacktest } from '#src/pipeline/backtest/run-backtest.ts';
import { slatePostKey } from '#src/pipeline/batch/announce-batch.ts';
import { publishedPlayersOf } from '#src/pipeline/batch/closed-games.ts';
import { nearestGameDates } from '#src/pipeline/batch/open-slate.ts';
import { readFirstTipoffs } from '#src/pipeline/batch/read-stall-facts.ts';
import { readStaleDates } from '#src/pipeline/grading/stale-dates.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { storeIdentities } from '#src/pipeline/import/store-identities.ts';
import { recordPicks } from '#src/pipeline/ledger/record-picks.ts';
import { readSlate, type SlateRow } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { withdrawRuledOut } from '#src/pipeline/withdrawals/withdraw-ruled-out.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { readStatements } from '#src/platform/embedded/sql-files.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { runNamed } from '../../operations/run-named.ts';
import { recordSource } from '../../pipeline/import/record-source.ts';
import { aSlateMessage } from '../../pipeline/ledger/a-slate-message.ts';
import { aPick } from '../../pipeline/ledger/a-slate-pick.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { type RecordedStatement, statementRecorder } from './recorded-statements.ts';

const TONIGHT = '2026-02-05';
const TOMORROW = '2026-02-06';
const LEAGUE = { seed: 'judge', teams: 4, playersPerTeam: 9, gamesPerTeam: 16, gamesTonight: 1, lineDays: 8 };
const SUMMER = '2026-07-30';
const HEADLINE = 'catboost_v9';

/** Drives the app through two game days on DuckDB, and returns every statement that ran. */
export async function aSeasonOfStatements(dataFolder: string): Promise<readonly RecordedStatement[]> {
  const statements = readStatements(fileURLToPath(new URL('../../../src/pipeline', import.meta.url)));
  const recorder = statementRecorder(
    duckdbWarehouse({ path: join(dataFolder, 'warehouse.duckdb'), migrations: MIGRATIONS, statements }),
  );
  const clock = { now: newYork(TONIGHT, '01:00') };
  const { app, idle, close } = createApp(
    { platform: 'embedded', dataFolder },
    { warehouse: recorder.warehouse, store: storeAt(() => clock.now), now: () => clock.now, log: silentLog },
  );
  const at = async (date: string, time: string, work: () => Promise<unknown>) => {
    clock.now = newYork(date, time);
    await work();
    await idle();
  };
  await dayOfTheSlate(app, at);
  await morningAfter(app, at);
  await askEverything(app, dataFolder);
  await close();
  return recorder.statements();
}

type At = (date: string, time: string, work: () => Promise<unknown>) => Promise<void>;

async function dayOfTheSlate(app: App, at: At): Promise<void> {
  await at(TONIGHT, '01:00', () =>
    importFiles(app, { sources: sampleLeague({ ...LEAGUE, today: TONIGHT }), origin: 'sample' }),
  );
  await at(TONIGHT, '02:00', () => ask(app, 'features build', { date: TONIGHT }));
  await at(TONIGHT, '02:30', () => job(app, 'predict-early'));
  const [first, second] = await linedPlayers(app);
  if (first === undefined || second === undefined) throw new Error('the slate has fewer than two players with a line');
  await at(TONIGHT, '03:00', () => importLine(app, first));
  await at(TONIGHT, '08:00', () => job(app, 'predict-morning'));
  await at(TONIGHT, '12:00', () => importReport(app, second));
  await at(TONIGHT, '12:05', () => withdrawRuledOut(app));
  await at(TONIGHT, '18:00', () => job(app, 'post-tip-off'));
  await at(TONIGHT, '19:00', () => job(app, 'check-predictions'));
  await at(TONIGHT, '18:30', () => showPick(app, first));
  await at(TONIGHT, '23:30', () => recordPicks(app));
}

async function morningAfter(app: App, at: At): Promise<void> {
  const sources = sampleLeague({ ...LEAGUE, today: TOMORROW });
  await at(TOMORROW, '06:00', () => importFiles(app, { sources, origin: 'sample', replaces: 'dates' }));
  await at(TOMORROW, '07:00', () => job(app, 'grade-last-night'));
  await at(TOMORROW, '07:10', () => job(app, 'post-daily-health'));
  await at(TOMORROW, '07:20', () => readStaleDates(app.warehouse));
  const shelf = { models: app.models(), snapshots: app.snapshots() };
  const deps = { ...app, pool: shelf, pricing: app.pricing(), onDate: () => undefined };
  await at(TOMORROW, '08:00', () => runBacktest(deps, { from: TONIGHT, to: TONIGHT }));
}

/** The questions that people ask, and what they assign. */
async function askEverything(app: App, folder: string): Promise<void> {
  await nearestGameDates(app.warehouse, SUMMER);
  await readFirstTipoffs(app.warehouse, [TONIGHT]);
  await publishedPlayersOf(app.warehouse, TONIGHT, [
    { game_id: 'any', home_team: 'CHA', away_team: 'HOU', tipped_at: TONIGHT },
  ]);
  await storeIdentities(app, { addedPlayers: [], recognizedIds: [{ id: '1', lookup: 'anybody' }] }, 'judge');
  const [player] = await linedPlayers(app);
  const name = player?.player_name ?? '';
  const calls: readonly (readonly [string, object])[] = [
    ['predict slate', { date: TONIGHT }],
    ['predict player', { name, date: TONIGHT }],
    ['predict lines', { name, date: TONIGHT }],
    ['predict verify', { date: TONIGHT }],
    ['results show', { date: TONIGHT }],
    ['results record', {}],
    ['data check', { date: TOMORROW }],
    ['deploy contains', { commit: 'abcdef1' }],
    ['players alias', { spelling: 'The Judge', player: name }],
    ['players aliases', {}],
    ['players unalias', { spelling: 'The Judge' }],
    ['features export', { to: join(folder, 'features.csv') }],
  ];
  for (const [operation, given] of calls) await ask(app, operation, given);
}

async function ask(app: App, name: string, given: object): Promise<void> {
  await runNamed(app, { name, given, actor: personAt('cli', { name: 'ann' }), request: randomUUID() });
}

async function job(app: App, name: string): Promise<void> {
  const found = SCHEDULE.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no job ${name}`);
  await found.run(app, app.now());
}

async function linedPlayers({ warehouse }: App): Promise<readonly SlateRow[]> {
  const rows = await readSlate(warehouse, { gameDate: TONIGHT, headlineModel: HEADLINE });
  return rows.filter((row) => row.is_headline && row.current_points_line !== null);
}

async function importLine(app: App, { player_name, game_id }: SlateRow): Promise<void> {
  const columns = 'game_date,player_name,game_id,bookmaker,line,is_main_line,captured_at';
  const row = `${TONIGHT},${player_name},${game_id},draftkings,15.5,1,${app.now().toISOString()}`;
  await importFiles(app, { sources: [recordSource('prop_lines.csv', columns, row)], origin: 'sample' });
}

async function importReport(app: App, { player_name, team_abbr }: SlateRow): Promise<void> {
  const columns = 'report_at,game_date,player_name,team,status,reason,report_scope';
  const row = `${app.now().toISOString()},${TONIGHT},${player_name},${team_abbr},out,knee,partial`;
  await importFiles(app, { sources: [recordSource('injuries.csv', columns, row)], origin: 'sample' });
}

/** Shows a pick of the player in the channel. */
async function showPick({ store }: App, { player_lookup, player_name, game_id }: SlateRow): Promise<void> {
  const key = slatePostKey(TONIGHT);
  const announcement = aSlateMessage([aPick(player_lookup, { player_name, game_id })]);
  await store.transaction((transaction) => enqueuePosts(transaction, [{ key, announcement, receipt: 'kept' }]));
  await sendPost({ store, announcements: { show: async () => ({ channel: 'C1', ts: '1' }) } }, key);
}

/** A document store whose clock is that of the test, so that messages are shown before the tip-off. */
function storeAt(now: () => Date): DocumentStore {
  let micros = 0;
  const nowMicros = () => {
    micros = Math.max(micros + 1, now().getTime() * 1_000);
    return micros;
  };
  return sqliteDocumentStore({ path: ':memory:', collections: ALL_COLLECTIONS, nowMicros });
}

function newYork(date: string, time: string): Date {
  return new Date(`${date}T${time}:00-05:00`);
}
