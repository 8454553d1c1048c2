import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SocketModeClient } from '@slack/socket-mode';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type { Browser } from './browser.ts';
import { type TestClock, testClock } from './test-clock.ts';
import { type Fixture, openWorkspace, quiet } from './workspace-fixture.ts';

const Address = z.custom<AddressInfo>((value) => value !== null && typeof value === 'object');
const Envelope = z.object({
  envelope_id: z.string(),
  body: z.looseObject({}),
  ack: z.custom<(payload?: object) => Promise<void>>(),
});

const ACK_WITHIN_MS = 3_000;
const RECONNECT_AFTER_MS = 200;
/** Ends a test that hangs. */
const PATIENCE = { interval: 1, timeout: 300_000 };

let fixture: Fixture;
let ana: Browser;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  fixture = await openWorkspace({ clock });
  ana = await fixture.browser();
});
afterEach(async () => await fixture.close());

const command = (text = '') => ana.interact({ type: 'command', channel: fixture.channel, command: '/notes', text });

/** Advances the clock in steps until a condition holds. */
async function passUntil(stepMs: number, fact: () => void): Promise<void> {
  await vi.waitFor(() => {
    clock.pass(stepMs);
    fact();
  }, PATIENCE);
}

/** Waits until a timer with exactly this delay exists, and advances the clock by it. */
async function passOver(ms: number): Promise<void> {
  await vi.waitFor(() => expect(clock.due()).toContain(ms), PATIENCE);
  clock.pass(ms);
}

describe('Socket Mode', () => {
  const clients: SocketModeClient[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.disconnect()));
  });

  /** The client also waits this long before it connects again. With a short time, a loaded machine misses pings. */
  async function connect(clientPingTimeout = PATIENCE.timeout): Promise<SocketModeClient> {
    const { apiUrl, tokens } = fixture.slack;
    const client = new SocketModeClient({
      appToken: tokens.app,
      clientPingTimeout,
      logger: quiet(),
      clientOptions: { slackApiUrl: apiUrl },
    });
    clients.push(client);
    await client.start();
    return client;
  }

  test('sends hello, delivers a command with its fields, and reads the acknowledgement', async () => {
    const client = await connect();
    const received: unknown[] = [];
    client.on('slash_commands', (envelope: unknown) => {
      const { body, ack } = Envelope.parse(envelope);
      received.push(body);
      void ack();
    });
    expect(await command('today')).toEqual({ ok: true });
    expect(received).toEqual([
      expect.objectContaining({
        command: '/notes',
        text: 'today',
        user_id: 'UANA',
        channel_id: fixture.channel,
        channel_name: 'general',
        response_url: expect.stringContaining('/response/'),
        trigger_id: expect.any(String),
      }),
    ]);
  });

  test('fails a command that is not acknowledged within 3 seconds, without a retry', async () => {
    const client = await connect();
    const received = vi.fn();
    client.on('slash_commands', received);
    const answer = command();
    await vi.waitFor(() => expect(received).toHaveBeenCalledTimes(1), PATIENCE);
    clock.pass(3_000);
    expect(await answer).toMatchObject({ ok: false, error: 'operation_timeout' });
    clock.pass(600_000);
    expect(received).toHaveBeenCalledTimes(1);
  });

  test('fails a command when no app connects within 3 seconds', async () => {
    const answer = command();
    const failed = vi.fn();
    void answer.then(failed);
    await passUntil(1_000, () => expect(failed).toHaveBeenCalled());
    expect(await answer).toMatchObject({ ok: false, error: 'dispatch_failed' });
  });

  test('retries an event immediately, after one minute and after five, with the same id', async () => {
    const client = await connect();
    const received: { id: string; attempt: number; reason: string; at: number }[] = [];
    client.on('slack_event', ({ type, body, retry_num: attempt, retry_reason: reason }) => {
      if (type === 'events_api') received.push({ id: body.event_id, attempt, reason, at: clock.now() });
    });
    await ana.interact({ type: 'open-home' });
    await vi.waitFor(() => expect(received).toHaveLength(1), PATIENCE);
    for (const [index, pause] of [0, 60_000, 300_000].entries()) {
      await passOver(ACK_WITHIN_MS);
      await passOver(pause);
      await vi.waitFor(() => expect(received).toHaveLength(index + 2), PATIENCE);
    }
    const [first] = received;
    expect(received.map(({ attempt, reason, id }) => [attempt, reason, id === first?.id])).toEqual([
      [0, '', true],
      [1, 'timeout', true],
      [2, 'timeout', true],
      [3, 'timeout', true],
    ]);
    expect(received.map(({ at }, index) => at - (received[index - 1]?.at ?? at))).toEqual([0, 3_000, 63_000, 303_000]);
  });

  test('distributes envelopes over several connections', async () => {
    const received = [0, 0];
    for (const index of [0, 1]) {
      const client = await connect();
      client.on('slash_commands', (envelope: unknown) => {
        received[index] = (received[index] ?? 0) + 1;
        void Envelope.parse(envelope).ack();
      });
    }
    for (let n = 0; n < 4; n += 1) await command();
    expect(received).toEqual([2, 2]);
  });

  test('requests a reconnect at a refresh, and the new connection gets the commands of the meantime', async () => {
    const client = await connect(RECONNECT_AFTER_MS);
    client.on('slash_commands', (envelope: unknown) => void Envelope.parse(envelope).ack());
    const reconnected = new Promise((resolve) => client.on('connected', resolve));
    fixture.slack.faults.requestRefresh();
    const answer = command();
    await reconnected;
    expect(await answer).toEqual({ ok: true });
  });

  test('reconnects after a dropped socket', async () => {
    const client = await connect(RECONNECT_AFTER_MS);
    client.on('slash_commands', (envelope: unknown) => void Envelope.parse(envelope).ack());
    const reconnected = new Promise((resolve) => client.on('connected', resolve));
    fixture.slack.faults.dropSockets();
    await reconnected;
    expect(await command()).toEqual({ ok: true });
  });

  test('delivers every envelope three times on request', async () => {
    const client = await connect();
    const ids: string[] = [];
    client.on('slash_commands', (envelope: unknown) => {
      const { envelope_id: id, ack } = Envelope.parse(envelope);
      ids.push(id);
      void ack();
    });
    fixture.slack.faults.deliverCopies(3);
    expect(await command()).toEqual({ ok: true });
    await vi.waitFor(() => expect(ids).toHaveLength(3), PATIENCE);
    expect(new Set(ids).size).toBe(1);
  });

  test('shows on the page whether the app is connected', async () => {
    expect((await ana.state()).isBotConnected).toBe(false);
    await connect();
    expect(await ana.next('bot')).toMatchObject({ isConnected: true });
  });
});

describe('signed HTTP', () => {
  let server: Server;
  let answer: (
    request: IncomingMessage,
    body: string,
  ) => { status?: number; headers?: Record<string, string>; body?: string };
  const seen: { headers: NodeJS.Dict<string | string[]>; body: string }[] = [];

  beforeEach(async () => {
    seen.length = 0;
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const body = Buffer.concat(chunks).toString();
      if (body.includes('url_verification')) {
        response.end(z.object({ challenge: z.string() }).parse(JSON.parse(body)).challenge);
        return;
      }
      seen.push({ headers: request.headers, body });
      const { status = 200, headers = {}, body: text = '' } = answer(request, body);
      response.writeHead(status, headers).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    answer = () => ({});
    await fixture.slack.useRequestUrl(`http://127.0.0.1:${Address.parse(server.address()).port}/`);
  });
  afterEach(() => server.close());

  test('is not used for a URL that does not answer the challenge', async () => {
    await expect(fixture.slack.useRequestUrl(`${fixture.slack.apiUrl}auth.test`)).rejects.toThrow(/challenge/);
  });

  test('retries an event with its number and reason, until the app declines', async () => {
    answer = () => (seen.length < 2 ? { status: 500 } : { status: 500, headers: { 'x-slack-no-retry': '1' } });
    await ana.interact({ type: 'open-home' });
    for (const count of [1, 2]) await passUntil(0, () => expect(seen).toHaveLength(count));
    clock.pass(600_000);
    expect(seen.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
    ]);
  });

  test('fails a command that the app answers with an error, without a retry', async () => {
    answer = () => ({ status: 404 });
    expect(await command()).toMatchObject({ ok: false, error: 'http_error' });
    clock.pass(600_000);
    expect(seen).toHaveLength(1);
  });
});
