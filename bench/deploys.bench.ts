import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '#src/app.ts';
import { namedServices } from '#src/coordination/deploys/service-map.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { activeDeploys } from '#src/operations/deploy/active.ts';
import { cloudRunTarget } from '#src/platform/google/cloud-run-target.ts';
import { protoTime, startGoogleServer } from '#test/emulators/google-server.ts';
import type { Bench, Measure } from './measure.ts';
import { timed } from './measure.ts';

const run = promisify(execFile);
const LAUNCHER = new URL('../tipoff.js', import.meta.url).pathname;
const SERVICES = 20;
const LOCATION = 'projects/p/locations/us-west2';
/** How long Google takes for each answer. */
const LATENCY_MS = 150;
const LOOKS = 10;
const RUNS = 10;
const WATCHES_A_MINUTE = 6;
const LIMIT_ACTIVE_SECONDS = 2;
const LIMIT_RUN_SECONDS = 1;
const COMMIT = '4f2c1ab00000000000000000000000000000aaaa';

/** What `deploy active` and `deploy run` cost: 20 services in Cloud Run, and a command beside a running server. */
export const bench: Bench = {
  name: 'deploys',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
    try {
      return [...(await lookAtServices(join(folder, 'active'))), ...(await runBesideServer(join(folder, 'run')))];
    } finally {
      await rm(folder, { recursive: true, maxRetries: 5 });
    }
  },
};

async function lookAtServices(dataFolder: string): Promise<readonly Measure[]> {
  const google = await startGoogleServer(ANSWERS, LATENCY_MS);
  const serviceMap = namedServices(Array.from({ length: SERVICES }, (_, index) => `service-${index}`));
  const names = new Map([...serviceMap.keys()].map((name) => [name, `${LOCATION}/services/${name}`]));
  const observer = cloudRunTarget({ services: names, connection: google.connection });
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, { serviceMap }, { observers: [observer] });
  const call = { input: {}, actor: personAt('cli', { name: 'ann' }), request: 'bench', progress: () => undefined };
  const look = async () => {
    const { code, data } = await activeDeploys.run(app, call);
    if (code !== 'ok' || data?.active.length !== SERVICES) throw new Error(`deploy active answered ${code}`);
  };
  await look();
  const asked = google.requests.length;
  const seconds = await repeated(LOOKS, look);
  const requests = (google.requests.length - asked) / LOOKS;
  const oneAnswer = await repeated(LOOKS, async () => {
    await observer.readRevisions('service-0', new Date(0));
  });
  await close();
  google.stop();
  return [
    {
      name: `deploy active of ${SERVICES} services, ${LATENCY_MS} ms an answer, p50`,
      value: median(seconds),
      unit: 's',
      limit: LIMIT_ACTIVE_SECONDS,
    },
    { name: 'the same in answers of one service', value: median(seconds) / median(oneAnswer), unit: 'times' },
    { name: 'requests a minute of deploy active --watch', value: requests * WATCHES_A_MINUTE, unit: 'requests' },
  ];
}

const ANSWERS: Parameters<typeof startGoogleServer>[0] = {
  ListBuilds: () => ({ builds: [] }),
  ListRevisions: ({ parent }) => ({
    revisions: [
      { name: `${parent}/revisions/one`, createTime: protoTime(new Date().toISOString()), labels: { commit: COMMIT } },
    ],
  }),
};

/** Compares `deploy run -- true` with `true`, both in processes of their own, while a server holds the data. */
async function runBesideServer(dataFolder: string): Promise<readonly Measure[]> {
  const env = { ...process.env, TIPOFF_DATA: dataFolder, TIPOFF_SERVICES: 'worker' };
  const server = spawn(process.execPath, [LAUNCHER, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  try {
    for await (const text of server.stdout) if (String(text).includes('Serving ')) break;
    const tipoff = (...argv: readonly string[]) => run(process.execPath, [LAUNCHER, ...argv], { env });
    const deployRun = () => tipoff('deploy', 'run', 'worker', '--commit', COMMIT, '--', 'true');
    await deployRun();
    const runs: number[] = [];
    const bare: number[] = [];
    const starts: number[] = [];
    // The three take turns, so that they meet the same load of the processor.
    for (let round = 0; round < RUNS; round += 1) {
      runs.push((await timed(deployRun)).seconds);
      bare.push((await timed(() => run('true'))).seconds);
      starts.push((await timed(() => tipoff('--version'))).seconds);
    }
    return [
      {
        name: 'deploy run adds to a command, p50',
        value: median(runs) - median(bare),
        unit: 's',
        limit: LIMIT_RUN_SECONDS,
      },
      { name: 'tipoff --version, p50', value: median(starts), unit: 's' },
    ];
  } finally {
    server.kill();
    await ended;
  }
}

async function repeated(times: number, work: () => Promise<void>): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let count = 0; count < times; count += 1) seconds.push((await timed(work)).seconds);
  return seconds;
}

function median(seconds: readonly number[]): number {
  return seconds.toSorted((a, b) => a - b)[Math.floor((seconds.length - 1) / 2)] ?? 0;
}
