import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import * as z from 'zod';
import { eventually } from '#test/eventually.ts';
import { copyOf, leagueFolder, removeFolder } from '../workers/killed-slate.ts';
import { LEAGUE_DATE } from '../workers/small-league.ts';
import { aServerWithAClock, FAKETIME, NO_FAKETIME } from './a-server-with-a-clock.ts';

const MINUTE_MS = 60_000;
/** Longer than the pause between two polls of the clock watch. */
const WATCH_MS = 11_000;
const ALERT = "⚠ The store's clock is ahead";
const RIGHT_AGAIN = "✓ The store's clock is right again";
const Status = z.object({
  locks: z.array(z.object({ service: z.string(), until: z.string().optional() })),
});

let league = '';

beforeAll(async () => {
  if (FAKETIME !== undefined) league = await leagueFolder();
});

afterAll(() => removeFolder(league));

type Server = Awaited<ReturnType<typeof aServerWithAClock>>;

/** Runs a test with a server whose clock it sets, and checks at the end that the audit is intact and the process ends. */
async function withServer({ skip }: TestContext, work: (server: Server) => Promise<void>): Promise<void> {
  if (FAKETIME === undefined) return skip(NO_FAKETIME);
  const folder = await copyOf(league);
  const server = await aServerWithAClock(folder, FAKETIME, process.env);
  try {
    await work(server);
    expect(await server.call('audit verify')).toMatchObject({ http: 200, code: 'ok' });
  } finally {
    expect(await server.end()).toMatchObject({ code: 0, signal: null });
    await removeFolder(folder);
  }
}

function claim(server: Server, service: string) {
  return server.call('deploy claim', { service, reason: 'Deploy it.', for: '5m' });
}

/** The time in milliseconds for which a service's lock stays held; undefined when nobody holds it. */
async function heldForMs(server: Server, service: string): Promise<number | undefined> {
  const { locks } = Status.parse((await server.call('deploy status')).data);
  const until = locks.find((lock) => lock.service === service)?.until;
  return until === undefined ? undefined : Date.parse(until) - Date.now();
}

test.concurrent('a day ahead is named in /ready and in the channel; after the repair, locks expire again and keep their length', (context) =>
  withServer(context, async (server) => {
    await server.setClock('+1d');
    expect(await claim(server, 'worker')).toMatchObject({ code: 'ok' });
    expect(await server.ready()).toMatchObject({ http: 200 });
    await server.setClock('+0');

    const repair = expect.stringContaining('run `tipoff clock repair` on it');
    expect(await server.ready()).toMatchObject({ http: 503, code: 'clock_ahead', detail: repair });
    await eventually(() => expect(server.channel()).toContainEqual(expect.stringContaining(ALERT)));

    expect(await server.repairClock()).toMatchObject({ http: 200, code: 'ok' });
    expect(await server.ready()).toMatchObject({ http: 200 });
    const lengthMs = await heldForMs(server, 'worker');
    expect(lengthMs).toBeGreaterThan(4 * MINUTE_MS);
    expect(lengthMs).toBeLessThanOrEqual(5 * MINUTE_MS);
    await eventually(() => expect(server.channel()).toContainEqual(expect.stringContaining(RIGHT_AGAIN)));
    expect(server.channel()).not.toContainEqual(expect.stringContaining(ALERT));

    await server.setClock('+6m');
    expect(await heldForMs(server, 'worker')).toBeUndefined();
  }));

test.concurrent('a day back is the same fault, which ends without a repair when the clock is right again', (context) =>
  withServer(context, async (server) => {
    expect(await claim(server, 'worker')).toMatchObject({ code: 'ok' });
    await server.setClock('-1d');
    expect(await claim(server, 'features')).toMatchObject({ code: 'ok' });
    expect(await server.ready()).toMatchObject({ http: 503, code: 'clock_ahead' });
    await eventually(() => expect(server.channel()).toContainEqual(expect.stringContaining(ALERT)));

    await server.setClock('+0');
    expect(await server.ready()).toMatchObject({ http: 200 });
    await eventually(() => expect(server.channel()).toContainEqual(expect.stringContaining(RIGHT_AGAIN)));
    expect(await heldForMs(server, 'worker')).toBeGreaterThan(4 * MINUTE_MS);
    expect(await heldForMs(server, 'features')).toBeGreaterThan(3 * MINUTE_MS);
  }));

test.concurrent('steps of seconds in both directions are not a fault', (context) =>
  withServer(context, async (server) => {
    expect(await claim(server, 'worker')).toMatchObject({ code: 'ok' });
    for (const difference of ['+4', '-4', '+2', '-7', '+0']) {
      await server.setClock(difference);
      expect(await claim(server, 'features')).toMatchObject({
        code: expect.stringMatching(/^(ok|held_already|claim_changed)$/),
      });
      expect(await server.ready()).toMatchObject({ http: 200 });
    }
    await pause(WATCH_MS);
    expect(server.channel()).not.toContainEqual(expect.stringContaining(ALERT));
    const heldMs = await heldForMs(server, 'worker');
    expect(heldMs).toBeGreaterThan(4 * MINUTE_MS);
    expect(heldMs).toBeLessThanOrEqual(5 * MINUTE_MS);
  }));

test.concurrent.for([0, 200, 500, 900])(
  'a process that is stopped for an hour, %i ms after the start of a batch, completes the batch, and the hour is not a fault',
  (afterMs, context) =>
    withServer(context, async (server) => {
      expect(await claim(server, 'worker')).toMatchObject({ code: 'ok' });
      expect(await server.call('batch start', { date: LEAGUE_DATE })).toMatchObject({ code: 'started' });
      await pause(afterMs);
      server.signal('SIGSTOP');
      await server.setClock('+1h');
      server.signal('SIGCONT');

      await eventually(async () => {
        const { data } = await server.call('batch status');
        expect(data).toMatchObject({ state: 'done', result: 'complete', missing: 0, failed: {} });
      });
      expect(await server.call('predict verify', { date: LEAGUE_DATE })).toMatchObject({
        data: { verdict: 'agrees', duplicates: 0 },
      });
      expect(await heldForMs(server, 'worker')).toBeUndefined();
      expect(await claim(server, 'worker')).toMatchObject({ code: 'ok' });
      expect(await server.ready()).toMatchObject({ http: 200 });
      await pause(WATCH_MS);
      expect(server.channel()).not.toContainEqual(expect.stringContaining(ALERT));
    }),
);
