import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ended, Running } from '../bot/tipoff.ts';
import { ask, embeddedRows, type SharedCloud, startSharedCloud } from '../emulators/shared-cloud.ts';
import { eventually } from '../eventually.ts';

const GAME_DATE = '2026-02-05';
const LEAGUE = { seed: 'test', today: GAME_DATE, teams: 10, playersPerTeam: 12, gamesPerTeam: 20 };
const START = ['batch', 'start', '--date', GAME_DATE, '--mode', 'BACKFILL'];
/** Much less than the 15 seconds after which the lease of a killed process expires. */
const TAKEN_WITHIN_MS = 6_000;
/** Cloud Run kills a container ten seconds after SIGTERM. */
const END_WITHIN_MS = 8_000;

let cloud: SharedCloud | undefined;

beforeAll(async () => {
  cloud = await startSharedCloud();
});

afterAll(() => cloud?.stop());

test('a batch of bot, jobs and two workers as separate processes has the same rows as on the embedded platform', async ({
  skip,
}) => {
  if (cloud === undefined) return skip();
  const { serve, command, leader } = cloud;
  await cloud.importLeague(LEAGUE);
  const bot = await serve('bot');
  const first = await serve('jobs');
  // The workers have no warehouse: nothing answers at this address.
  const noWarehouse = { ...cloud.env, BIGQUERY_EMULATOR_HOST: '127.0.0.1:9' };
  const workers = [await serve('worker', noWarehouse), await serve('worker', noWarehouse)];

  await command(['slate', 'hold', '--date', GAME_DATE, '--reason', 'a test']);
  expect(await command(START)).toMatchObject({ code: 0 });
  await eventually(async () =>
    expect((await command(['batch', 'status'])).out).toContain('nothing new of it is published'),
  );
  const jobs = await serve('jobs');
  const led = await leader();
  expect(await terminate(first)).toMatchObject({ code: 0, signal: null });
  const endedAt = performance.now();
  await eventually(async () => expect([null, led]).not.toContain(await leader()));
  expect(performance.now() - endedAt).toBeLessThan(TAKEN_WITHIN_MS);
  await command(['slate', 'release', '--date', GAME_DATE]);
  const ended = await command([...START, '--wait']);
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
  const rows = await cloud.rows(GAME_DATE);
  expect(rows.length).toBeGreaterThan(50);
  expect(rows).toEqual(await embeddedRows(cloud, LEAGUE, [...START, '--wait']));
});

async function terminate(served: Running): Promise<Ended> {
  const sentAt = performance.now();
  served.kill('SIGTERM');
  const ended = await served.ended;
  expect(performance.now() - sentAt).toBeLessThan(END_WITHIN_MS);
  return ended;
}
