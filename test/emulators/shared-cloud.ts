import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { openApp } from '#src/app.ts';
import { readConfig } from '#src/config/config.ts';
import { LEASES } from '#src/coordination/leases/lease.ts';
import type { App } from '#src/operations/app.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import type { SampleOptions } from '#src/pipeline/sample/sample-options.ts';
import { type LoopbackBigquery, startLoopbackBigquery } from '#test/emulators/bigquery/loopback-bigquery.ts';
import { type Ended, type Running, runTipoff, startWithThisNode } from '../bot/tipoff.ts';
import { startFirestoreEmulator } from './firestore-emulator.ts';
import { startPubsubEmulator } from './pubsub-emulator.ts';

const HEADLINE = { headlineModel: 'catboost_v9' } as const;

const LOOK_EVERY_MS = 50;

type Environment = Readonly<Record<string, string | undefined>>;

/** A process that serves a role. */
export interface Served extends Running {
  readonly role: string;
  readonly port: number;
}

/** One set of emulators of Google Cloud, and the processes that share it. */
export interface SharedCloud {
  readonly bigquery: LoopbackBigquery;
  /** The environment of a process. It names no data folder. */
  readonly env: Environment;
  /** Makes a new folder that ends with the cloud. */
  newFolder(prefix: string): Promise<string>;
  /** Starts a role with a data folder of its own. */
  start(role: string, env?: Environment): Promise<Served>;
  /** Starts a role, and waits until it is ready. Its platform may name any host. */
  serve(role: string, env?: Environment): Promise<Served>;
  /** Runs one command of a person. */
  command(argv: readonly string[]): Promise<Ended>;
  /** Opens an app that runs no part of Tipoff on the same stores. */
  withApp<R>(use: (app: App) => Promise<R>): Promise<R>;
  importLeague(league: SampleOptions): Promise<void>;
  /** The id of the process that runs a batch; null while nobody does. */
  leader(): Promise<string | null | undefined>;
  rows(gameDate: string): Promise<readonly object[]>;
  stop(): Promise<void>;
}

/** Starts the emulators. Returns `undefined` when one of them is not installed. */
export async function startSharedCloud(): Promise<SharedCloud | undefined> {
  const [firestore, pubsub, bigquery, folder] = await Promise.all([
    startFirestoreEmulator(),
    startPubsubEmulator(),
    startLoopbackBigquery(),
    mkdtemp(join(tmpdir(), 'tipoff-cloud-')),
  ]);
  const stop = async () => {
    await Promise.all([firestore?.stop(), pubsub?.stop(), bigquery.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  if (firestore === undefined || pubsub === undefined) {
    await stop();
    return;
  }
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    METADATA_SERVER_DETECTION: 'none',
    PLATFORM: 'gcp',
    GCP_PROJECT_ID: 'tipoff-roles',
    BIGQUERY_EMULATOR_HOST: new URL(bigquery.endpoint).host,
    FIRESTORE_EMULATOR_HOST: `${firestore.host}:${firestore.port}`,
    PUBSUB_EMULATOR_HOST: `${pubsub.host}:${pubsub.port}`,
    TIPOFF_HOSTS: 'tipoff.example',
  };
  return { bigquery, env, stop, ...usesOf(env, folder) };
}

function usesOf(env: Environment, folder: string): Omit<SharedCloud, 'bigquery' | 'env' | 'stop'> {
  const newFolder = (prefix: string) => mkdtemp(join(folder, `${prefix}-`));
  const withApp: SharedCloud['withApp'] = async (use) => {
    const data = await newFolder('app');
    const { app, close } = await openApp(readConfig({ ...env, TIPOFF_DATA: data }, { working: '/', tipoff: '/' }), []);
    const result = await use(app);
    await close();
    return result;
  };
  const start: SharedCloud['start'] = async (role, given = env) =>
    startRole(role, { ...given, TIPOFF_DATA: await newFolder(role), PORT: String(await freePort()) });
  return {
    newFolder,
    withApp,
    start,
    serve: async (role, given) => ready(await start(role, given)),
    command: (argv) => runTipoff({ ...env, TIPOFF_DATA: join(folder, 'command') }, argv),
    importLeague: (league) =>
      withApp(async (app) => {
        await app.migrateWarehouse();
        await importFiles(app, { sources: sampleLeague(league), origin: 'sample' });
      }),
    leader: () =>
      withApp(async ({ store }) => {
        const leases = await store.query({ collection: LEASES }, {});
        return leases.find(({ id }) => id.startsWith('batch-'))?.data.holder;
      }),
    rows: (gameDate) => withApp((app) => comparableRows(app, gameDate)),
  };
}

/** The rows that a run of the league's batch writes on the embedded platform. `start` is the command that runs the batch. */
export async function embeddedRows(
  cloud: SharedCloud,
  league: SampleOptions,
  start: readonly string[],
): Promise<readonly object[]> {
  const data = await cloud.newFolder('embedded');
  const config = readConfig({ TIPOFF_DATA: data }, { working: '/', tipoff: '/' });
  const { app, close } = await openApp(config);
  await importFiles(app, { sources: sampleLeague(league), origin: 'sample' });
  await close();
  const { PATH, NODE_COMPILE_CACHE } = cloud.env;
  const ended = await runTipoff({ PATH, NODE_COMPILE_CACHE, TIPOFF_DATA: data }, start);
  if (ended.code !== 0) throw new Error(`the batch on the embedded platform failed: ${ended.err}`);
  const again = await openApp(config);
  const rows = await comparableRows(again.app, league.today);
  await again.close();
  return rows;
}

/** The rows of the table, without the ids that differ from run to run. */
async function comparableRows({ warehouse }: App, gameDate: string): Promise<readonly object[]> {
  const rows = await readSlate(warehouse, { gameDate, ...HEADLINE });
  return rows.map(({ batch_id, ...row }) => ({ ...row, hasBatch: batch_id !== '' }));
}

function startRole(role: string, env: Environment): Served {
  return { ...startWithThisNode(env, ['serve', '--role', role]), role, port: Number(env['PORT']) };
}

/** Waits until the process answers that it is ready. Throws when it has ended. */
async function ready(served: Served): Promise<Served> {
  const end = served.ended.then(({ err }) => new Error(`the role ${served.role} ended: ${err}`));
  for (;;) {
    const answer = await Promise.race([ask(served, '/ready', '10.1.2.3:8080').catch(() => undefined), end]);
    if (answer instanceof Error) throw answer;
    if (answer?.status === 200) return served;
    await pause(LOOK_EVERY_MS);
  }
}

/** Sends a request without a token to a process. */
export async function ask({ port }: Pick<Served, 'port'>, path: string, host = 'tipoff.example') {
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
  return { status: Number(response.statusCode), body: await json(response) };
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
