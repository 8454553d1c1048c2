import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp } from '#src/app.ts';
import { readConfig } from '#src/config/config.ts';
import { LEASES } from '#src/coordination/leases/lease.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { type LoopbackBigquery, startLoopbackBigquery } from '#test/emulators/bigquery/loopback-bigquery.ts';
import { type Ended, type Running, runTipoff, startTipoff } from '../bot/tipoff.ts';
import type { Emulator } from '../emulators/emulator.ts';
import { startFirestoreEmulator } from '../emulators/firestore-emulator.ts';
import { startPubsubEmulator } from '../emulators/pubsub-emulator.ts';
import { eventually } from '../eventually.ts';

const GAME_DATE = '2026-02-05';
const LEAGUE = { seed: 'test', today: GAME_DATE, teams: 10, playersPerTeam: 12, gamesPerTeam: 20 };
const START = ['batch', 'start', '--date', GAME_DATE, '--mode', 'BACKFILL'];
/** Much less than the 15 seconds after which the lease of a killed process expires. */
const TAKEN_WITHIN_MS = 6_000;
/** Cloud Run kills a container ten seconds after SIGTERM. */
const END_WITHIN_MS = 8_000;

type Environment = Readonly<Record<string, string | undefined>>;

let firestore: Emulator | undefined;
let pubsub: Emulator | undefined;
let bigquery: LoopbackBigquery;
let folder = '';

beforeAll(async () => {
  [firestore, pubsub, bigquery, folder] = await Promise.all([
    startFirestoreEmulator(),
    startPubsubEmulator(),
    startLoopbackBigquery(),
    mkdtemp(join(tmpdir(), 'tipoff-roles-')),
  ]);
});

afterAll(async () => {
  await Promise.all([firestore?.stop(), pubsub?.stop(), bigquery.stop()]);
  await rm(folder, { recursive: true, force: true });
});

test('a batch of bot, jobs and two workers as separate processes has the same rows as on the embedded platform', async ({
  skip,
}) => {
  if (firestore === undefined || pubsub === undefined) return skip();
  const cloud = cloudOf(firestore, pubsub);
  await importLeague(cloud);
  const bot = await serve('bot', cloud);
  const first = await serve('jobs', cloud);
  // The workers have no warehouse: nothing answers at this address.
  const noWarehouse = { ...cloud, BIGQUERY_EMULATOR_HOST: '127.0.0.1:9' };
  const workers = [await serve('worker', noWarehouse), await serve('worker', noWarehouse)];

  await tipoff('command', cloud, ['slate', 'hold', '--date', GAME_DATE, '--reason', 'a test']);
  expect(await tipoff('command', cloud, START)).toMatchObject({ code: 0 });
  await eventually(async () =>
    expect((await tipoff('command', cloud, ['batch', 'status'])).out).toContain('nothing new of it is published'),
  );
  const jobs = await serve('jobs', cloud);
  const leader = await leaderIn(cloud);
  expect(await terminate(first)).toMatchObject({ code: 0, signal: null });
  const endedAt = performance.now();
  await eventually(async () => expect([null, leader]).not.toContain(await leaderIn(cloud)));
  expect(performance.now() - endedAt).toBeLessThan(TAKEN_WITHIN_MS);
  await tipoff('command', cloud, ['slate', 'release', '--date', GAME_DATE]);
  const ended = await tipoff('command', cloud, [...START, '--wait']);
  expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('The slate is') });

  expect(await ask(bot, '/api/batch/list')).toMatchObject({ status: 401 });
  for (const worker of workers) expect(await ask(worker, '/api/batch/list')).toMatchObject({ status: 401 });
  expect(await ask(bot, '/api/batch/list', 'rebound.example')).toMatchObject({ status: 403 });
  expect(await ask(bot, '/jobs/clean-up')).toMatchObject({ status: 401 });
  expect(await ask(jobs, '/jobs/clean-up')).toMatchObject({ status: 404, body: { code: 'endpoint_off' } });

  for (const process of [bot, jobs, ...workers]) {
    const { code, signal, out } = await terminate(process);
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    const entries = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toContainEqual(
      expect.objectContaining({ severity: 'INFO', message: 'serving', role: process.role }),
    );
    expect(entries.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  }
  expect(await rowsIn(cloud)).toEqual(await embeddedRows());
});

function cloudOf({ host, port }: Emulator, queue: Emulator): Environment {
  return {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    METADATA_SERVER_DETECTION: 'none',
    PLATFORM: 'gcp',
    GCP_PROJECT_ID: 'tipoff-roles',
    BIGQUERY_EMULATOR_HOST: new URL(bigquery.endpoint).host,
    FIRESTORE_EMULATOR_HOST: `${host}:${port}`,
    PUBSUB_EMULATOR_HOST: `${queue.host}:${queue.port}`,
    TIPOFF_HOSTS: 'tipoff.example',
  };
}

interface Served extends Running {
  readonly role: string;
  readonly port: number;
}

/** Starts a role with a data folder of its own, and waits until it is ready. Its platform may name any host. */
async function serve(role: string, env: Environment): Promise<Served> {
  const port = await freePort();
  const data = await mkdtemp(join(folder, `${role}-`));
  const running = startTipoff({ ...env, TIPOFF_DATA: data, PORT: String(port) }, ['serve', '--role', role]);
  const served = { ...running, role, port };
  await eventually(async () =>
    expect(await ask(served, '/ready', '10.1.2.3:8080')).toEqual({ status: 200, body: { status: 'ready', role } }),
  );
  return served;
}

function tipoff(name: string, env: Environment, argv: readonly string[]): Promise<Ended> {
  return runTipoff({ ...env, TIPOFF_DATA: join(folder, name) }, argv);
}

async function terminate(served: Running): Promise<Ended> {
  const sentAt = performance.now();
  served.kill('SIGTERM');
  const ended = await served.ended;
  expect(performance.now() - sentAt).toBeLessThan(END_WITHIN_MS);
  return ended;
}

async function ask({ port }: Served, path: string, host = 'tipoff.example') {
  const method = path === '/ready' ? 'GET' : 'POST';
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { host, 'content-type': 'application/json' },
  });
  asked.end();
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, body: await json(response) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port.');
  return address.port;
}

async function withApp<R>(
  env: Environment,
  use: (app: Awaited<ReturnType<typeof openApp>>['app']) => Promise<R>,
): Promise<R> {
  const data = await mkdtemp(join(folder, 'app-'));
  const { app, close } = await openApp(readConfig({ ...env, TIPOFF_DATA: data }, { working: '/', tipoff: '/' }), []);
  const result = await use(app);
  await close();
  return result;
}

/** The id of the process that runs the batch; null while nobody does. */
function leaderIn(env: Environment): Promise<string | null | undefined> {
  return withApp(env, async (app) => {
    const leases = await app.store.query({ collection: LEASES }, {});
    return leases.find(({ id }) => id.startsWith('batch-'))?.data.holder;
  });
}

function importLeague(env: Environment): Promise<unknown> {
  return withApp(env, async (app) => {
    await app.migrateWarehouse();
    await importFiles(app, { sources: sampleLeague(LEAGUE), origin: 'sample' });
  });
}

function rowsIn(env: Environment) {
  return withApp(env, async (app) => {
    const rows = await readSlate(app.warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' });
    return rows.map(({ batch_id, ...row }) => ({ ...row, hasBatch: batch_id !== '' }));
  });
}

async function embeddedRows() {
  const data = join(folder, 'embedded');
  const config = readConfig({ TIPOFF_DATA: data }, { working: '/', tipoff: '/' });
  const { app, close } = await openApp(config);
  await importFiles(app, { sources: sampleLeague(LEAGUE), origin: 'sample' });
  await close();
  const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
  expect(await tipoff('embedded', env, [...START, '--wait'])).toMatchObject({ code: 0 });
  const again = await openApp(config);
  const rows = await readSlate(again.app.warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' });
  await again.close();
  expect(rows.length).toBeGreaterThan(50);
  return rows.map(({ batch_id, ...row }) => ({ ...row, hasBatch: batch_id !== '' }));
}
