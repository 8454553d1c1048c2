import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { LEASES } from '#src/coordination/leases/lease.ts';
import { type Ended, type Running, runTipoff, startTipoff } from '../bot/tipoff.ts';
import { eventually } from '../eventually.ts';
import { copyOf, leagueFolder, readEnd, removeFolder } from '../workers/killed-slate.ts';
import { LEAGUE_DATE } from '../workers/small-league.ts';

/** Cloud Run kills a container ten seconds after SIGTERM. */
const END_WITHIN_MS = 8_000;
/** The times at which a run of the small league is being prepared, predicts, or writes its table. */
const MOMENTS_MS = [150, 500, 1_000];
const BATCH_START = ['batch', 'start', '--date', LEAGUE_DATE, '--mode', 'BACKFILL'];

let league = '';

beforeAll(async () => {
  league = await leagueFolder();
});

afterAll(() => removeFolder(league));

test('a server that gets SIGTERM while a batch waits ends within eight seconds, and the next one continues the batch', async () => {
  const folder = await copyOf(league);
  const server = await serve(folder);
  await tipoff(folder, ['slate', 'hold', '--date', LEAGUE_DATE, '--reason', 'a test']);
  await tipoff(folder, BATCH_START);
  await eventually(async () =>
    expect((await tipoff(folder, ['batch', 'status'])).out).toContain('nothing new of it is published'),
  );
  expect(await terminate(server)).toMatchObject({ code: 0, signal: null, err: '' });
  expect(await heldLeases(folder)).toEqual([]);

  const next = await serve(folder);
  await tipoff(folder, ['slate', 'release', '--date', LEAGUE_DATE]);
  await eventually(async () => expect((await tipoff(folder, ['batch', 'status'])).out).toContain('The slate is'));
  expect(await terminate(next)).toMatchObject({ code: 0 });
  await expectSameTable(folder);
});

test.each(MOMENTS_MS)(
  'a server that gets SIGTERM %i ms after the start of a batch leaves it to the next server',
  async (moment) => {
    const folder = await copyOf(league);
    const server = await serve(folder);
    const started = tipoff(folder, BATCH_START);
    await pause(moment);
    expect(await terminate(server)).toMatchObject({ code: 0, signal: null });
    await started;

    const next = await serve(folder);
    await tipoff(folder, [...BATCH_START, '--wait']);
    expect(await terminate(next)).toMatchObject({ code: 0 });
    await expectSameTable(folder);
  },
);

/** The table is the same as after a run that nothing interrupted. */
async function expectSameTable(folder: string): Promise<void> {
  const undisturbed = await copyOf(league);
  await tipoff(undisturbed, [...BATCH_START, '--wait']);
  const expected = await readEnd(undisturbed);
  const found = await readEnd(folder);
  expect(expected.rows.length).toBeGreaterThan(0);
  expect(found.rows).toEqual(expected.rows);
  expect(found.duplicates).toBe(0);
  await Promise.all([removeFolder(undisturbed), removeFolder(folder)]);
}

async function serve(folder: string): Promise<Running> {
  const server = startTipoff({ ...process.env, TIPOFF_DATA: folder }, ['serve']);
  await server.said('Serving');
  return server;
}

function tipoff(folder: string, argv: readonly string[]): Promise<Ended> {
  return runTipoff({ ...process.env, TIPOFF_DATA: folder }, argv);
}

async function terminate(server: Running): Promise<Ended> {
  const sentAt = performance.now();
  server.kill('SIGTERM');
  const ended = await server.ended;
  expect(performance.now() - sentAt).toBeLessThan(END_WITHIN_MS);
  return ended;
}

async function heldLeases(folder: string): Promise<readonly string[]> {
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder });
  const leases = await app.store.query({ collection: LEASES }, {});
  await close();
  return leases.filter(({ data }) => data.holder !== null && data.name.startsWith('batch-')).map(({ id }) => id);
}
