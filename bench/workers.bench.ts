import { type SharedCloud, startSharedCloud } from '#test/emulators/shared-cloud.ts';
import { leagueOfPlayers } from '#test/pipeline/sample/league-of-players.ts';
import { type Bench, type Measure, timed } from './measure.ts';

const GAME_DATE = '2026-02-05';
const PLAYERS = 450;
const FLEETS = [1, 2, 4];
const RUNS = 3;
const START = ['batch', 'start', '--date', GAME_DATE, '--mode', 'BACKFILL', '--wait'];

/** One batch with one, two and four worker processes, over the emulators of Google Cloud. All processes share this machine. */
export const bench: Bench = {
  name: 'workers',
  async run() {
    const cloud = await startSharedCloud();
    if (cloud === undefined) return [];
    try {
      await cloud.importLeague(leagueOfPlayers(PLAYERS, { seed: 'bench', today: GAME_DATE }));
      return await measure(cloud);
    } finally {
      await cloud.stop();
    }
  },
};

async function measure(cloud: SharedCloud): Promise<readonly Measure[]> {
  const jobs = await cloud.serve('jobs');
  const workers = [await cloud.serve('worker')];
  // The first batch builds the features and compiles the code.
  await runBatch(cloud);
  const seconds: number[] = [];
  for (const size of FLEETS) {
    while (workers.length < size) workers.push(await cloud.serve('worker'));
    seconds.push(await fastestOf(cloud));
  }
  for (const each of [jobs, ...workers]) each.kill('SIGKILL');
  await Promise.all([jobs, ...workers].map(({ ended }) => ended));
  const [baseline = 0] = seconds;
  const took = (size: number) =>
    `a batch of ${PLAYERS} players with ${size} worker ${size === 1 ? 'process' : 'processes'}`;
  return [
    ...FLEETS.map((size, index) => ({ name: took(size), value: seconds[index] ?? 0, unit: 's' as const })),
    ...FLEETS.slice(1).map((size, index) => ({
      name: `${size} worker processes against 1`,
      value: (seconds[index + 1] ?? 0) / baseline,
      unit: 'times' as const,
    })),
  ];
}

/** The fastest of several runs is robust against other load on the machine. */
async function fastestOf(cloud: SharedCloud): Promise<number> {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await runBatch(cloud));
  return Math.min(...runs);
}

async function runBatch({ command }: SharedCloud): Promise<number> {
  const { seconds, result } = await timed(() => command(START));
  if (result.code !== 0) throw new Error(`the batch failed: ${result.out}${result.err}`);
  return seconds;
}
