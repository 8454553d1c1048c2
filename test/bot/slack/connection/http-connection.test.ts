import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { App } from '@slack/bolt';
import { test as base, describe, expect, vi } from 'vitest';
import { SYSTEM_CLOCK } from '#src/bot/slack/connection/clock.ts';
import { httpConnection } from '#src/bot/slack/connection/http-connection.ts';
import type { Log } from '#src/platform/log.ts';
import { eventually } from '#test/eventually.ts';

const SECRET = 'a-signing-secret-of-slack';
const BODY = 'command=%2Fbatch&text=list&trigger_id=t.1&user_id=U1&team_id=T1&channel_id=C1';
const QUIET: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MINUTE_S = 60;

interface Sent {
  readonly path?: string;
  readonly ageSeconds?: number;
  readonly secret?: string;
  readonly signed?: string;
  /** The body that is sent. By default it is the body that is usually signed. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes the signature after signing. */
  readonly forge?: (signature: string) => string;
}

interface Slack {
  /** The number of commands that reached the bot. */
  readonly taken: () => number;
  readonly pass: (seconds: number) => void;
  readonly send: (sent?: Sent) => Promise<number>;
  readonly port: number | undefined;
  readonly stop: () => Promise<void>;
}

const test = base.extend<{ slack: Slack }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  slack: async ({}, use) => {
    let passed = 0;
    let commands = 0;
    let stopped: Promise<void> | undefined;
    const clock = { ...SYSTEM_CLOCK, wall: () => Date.now() + passed * 1_000 };
    const connection = httpConnection({ signingSecret: SECRET, port: 0, log: QUIET, clock });
    const bot = new App({
      receiver: connection.receiver,
      authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1' }),
    });
    bot.command('/batch', async ({ ack }) => {
      commands += 1;
      await ack();
    });
    const { port } = await connection.start();
    await use({
      taken: () => commands,
      pass: (seconds) => {
        passed += seconds;
      },
      send: (sent = {}) => send(port, sent),
      port,
      stop: async () => {
        stopped ??= connection.stop();
        await stopped;
      },
    });
    await (stopped ?? connection.stop());
  },
});

describe('a request', () => {
  test.for<[string, Sent, number]>([
    ['signed just now', {}, 200],
    ['signed four minutes ago', { ageSeconds: 4 * MINUTE_S }, 200],
    ['signed by a clock that is four minutes ahead', { ageSeconds: -4 * MINUTE_S }, 200],
    ['signed six minutes ago', { ageSeconds: 6 * MINUTE_S }, 401],
    ['signed for a moment six minutes ahead', { ageSeconds: -6 * MINUTE_S }, 401],
    ['signed a day ahead', { ageSeconds: -86_400 }, 401],
    ['signed with another secret', { secret: 'another-secret' }, 401],
    ['whose body is another than was signed', { signed: 'command=%2Fbatch&text=start' }, 401],
    ['without a signature', { headers: { 'x-slack-signature': '' } }, 401],
    ['without a moment', { headers: { 'x-slack-request-timestamp': '' } }, 401],
    ['with a moment that is none', { headers: { 'x-slack-request-timestamp': 'soon' } }, 401],
    ['with another version of signature', { forge: (signature) => signature.replace('v0=', 'v1=') }, 401],
    ['with something behind its signature', { forge: (signature) => `${signature}=1` }, 401],
  ])('%s', async ([, sent, status], { slack }) => {
    expect(await slack.send(sent)).toBe(status);
    expect(slack.taken()).toBe(status === 200 ? 1 : 0);
  });
});

describe('a replayed request', () => {
  test('is refused the second time', async ({ slack }) => {
    expect([await slack.send(), await slack.send()]).toEqual([200, 401]);
  });

  test('is refused with text appended to its signature', async ({ slack }) => {
    expect(await slack.send()).toBe(200);
    expect(await slack.send({ forge: (signature) => `${signature}=1` })).toBe(401);
    expect(await slack.send({ forge: (signature) => signature.toUpperCase() })).toBe(401);
  });

  test('is refused when both arrive concurrently', async ({ slack }) => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => slack.send()));
    expect(answers.toSorted()).toEqual([200, 401, 401, 401]);
    expect(slack.taken()).toBe(1);
  });

  test.for([1, 4, 9])('is still refused after %i minutes', async (minutes, { slack }) => {
    expect(await slack.send({ ageSeconds: -4 * MINUTE_S })).toBe(200);
    slack.pass(minutes * MINUTE_S);
    expect(await slack.send({ ageSeconds: -4 * MINUTE_S })).toBe(401);
  });

  test('is refused, but a forged copy that came first does not block the genuine request', async ({ slack }) => {
    expect(await slack.send({ signed: BODY, secret: 'another-secret' })).toBe(401);
    expect(await slack.send()).toBe(200);
  });

  test.for(['/', '//', '/slack/', '/x/../slack/events', '/slack/%65vents'])(
    'at %s, a path that Slack does not use, does not block the genuine request',
    async (path, { slack }) => {
      expect(await slack.send({ path })).toBe(404);
      expect(await slack.send()).toBe(200);
    },
  );

  test('is refused, but a copy of its signature on a check of the connection does not block it', async ({ slack }) => {
    expect(await slack.send({ body: 'ssl_check=1' })).toBe(200);
    expect(slack.taken()).toBe(0);
    expect(await slack.send()).toBe(200);
    expect(await slack.send()).toBe(401);
  });

  test('that broke off does not block the genuine request', async ({ slack }) => {
    const { headers } = signedHeaders({});
    const socket = connect({ port: slack.port ?? 0, host: '127.0.0.1' });
    const lines = Object.entries({ ...headers, host: 'x', expect: '100-continue', 'content-length': BODY.length });
    socket.write(`POST /slack/events HTTP/1.1\r\n${lines.map((each) => each.join(': ')).join('\r\n')}\r\n\r\n`);
    await once(socket, 'data');
    socket.destroy();
    await eventually(async () => expect(await slack.send()).toBe(200));
  });
});

test('stopping waits one second for open connections, and no longer', async ({ slack }) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const socket = connect({ port: slack.port ?? 0, host: '127.0.0.1' });
    await once(socket, 'connect');
    const stopped = Promise.all([slack.stop(), once(socket.resume(), 'close')]);
    await vi.advanceTimersByTimeAsync(1_000);
    await stopped;
    expect(socket.bytesRead).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a port that is in use is reported, with the variable to set', async ({ slack: { port = 0 } }) => {
  const second = httpConnection({ signingSecret: SECRET, port, log: QUIET, clock: SYSTEM_CLOCK });
  new App({ receiver: second.receiver, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1' }) });
  await expect(second.start()).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(new RegExp(`port ${port} .*SLACK_PORT`)),
  });
});

const STARTED_S = Math.floor(Date.now() / 1_000);

async function send(port: number | undefined, sent: Sent): Promise<number> {
  const { path = '/slack/events' } = sent;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request({ port, host: '127.0.0.1', agent: false, method: 'POST', path, ...signedHeaders(sent) })
    .on('response', (response) => resolve(text(response).then(() => response.statusCode ?? 0)))
    .on('error', reject)
    .end(sent.body ?? BODY);
  return await promise;
}

/** Always signed with the same time, however often it is sent. */
function signedHeaders({ ageSeconds = 0, secret = SECRET, signed = BODY, headers, forge = (made) => made }: Sent) {
  const timestamp = String(STARTED_S - ageSeconds);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${signed}`).digest('hex')}`;
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': forge(signature),
      ...headers,
    },
  };
}
