import { createHmac } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type RetryClock, SYSTEM_CLOCK } from '#src/bot/slack/connection/clock.ts';
import { slackTransport } from '#src/bot/slack/slack-transport.ts';
import { operation } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { eventually } from '#test/eventually.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { aBot } from './a-bot.ts';
import { aWorkspace, CHANNEL, textOf } from './a-workspace.ts';

const EVENTS = '/slack/events';
/** A clock whose pauses take a twentieth of the requested time. */
const HURRIED: RetryClock = { ...SYSTEM_CLOCK, pause: (ms, signal) => SYSTEM_CLOCK.pause(ms / 20, signal) };

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  test('a command is answered to its caller alone', async () => {
    const local = await aWorkspace();
    await aBot(local, { mode });
    const [ann, bob] = [await local.person('ann'), await local.person('bob')];
    expect(await ann.command('/batch list')).toEqual({ ok: true });
    expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet.');
    expect(bob.ephemerals).toEqual([]);
    expect(await bob.read()).toEqual([]);
  });

  test('a command that Slack delivers three times runs once and is answered once', async () => {
    const local = await aWorkspace();
    const bot = await aBot(local, { mode, operations: [counting()] });
    const ann = await local.person('ann');
    local.slack.faults.deliverCopies(3);
    await ann.command('/batch count');
    expect(await ann.answer(1)).toContain('Counted to 1.');
    local.slack.faults.deliverCopies(1);
    await ann.command('/batch count');
    expect(await ann.answer(2)).toContain('Counted to 2.');
    expect(ann.ephemerals).toHaveLength(2);
    expect(bot.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('a command is acknowledged before it runs, and a slow one says that it is running', async () => {
    const local = await aWorkspace();
    const work = Promise.withResolvers<void>();
    await aBot(local, { mode, operations: [counting(work.promise)], clock: HURRIED });
    const ann = await local.person('ann');
    expect(await ann.command('/batch count')).toEqual({ ok: true });
    await expect.poll(() => ann.notices.map(textOf).join()).toContain('Working on /batch count.');
    work.resolve();
    expect(await ann.answer(1)).toContain('Counted to 1.');
  });
});

describe('a missing token', () => {
  test.each([
    [{ mode: 'socket', botToken: undefined, appToken: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    [{ mode: 'socket', botToken: 'xoxb-1', appToken: '' }, 'SLACK_APP_TOKEN'],
    [{ mode: 'http', botToken: 'xoxb-1', port: 0 }, 'SLACK_SIGNING_SECRET'],
    [{ mode: 'http', botToken: 'xoxb-1', signingSecret: 'x' }, 'SLACK_PORT'],
  ] as const)('RT-43: %j is an error at the start that names %s', async (config, variable) => {
    const local = await aWorkspace();
    const { app } = await aBot(local);
    const start = () =>
      slackTransport({ app, operations: OPERATIONS, config: { channel: CHANNEL, ...config }, log: silentLog });
    expect(start).toThrow(expect.objectContaining({ name: 'Problem', message: expect.stringContaining(variable) }));
  });

  test.each([
    ['botToken', 'SLACK_BOT_TOKEN'],
    ['appToken', 'SLACK_APP_TOKEN'],
  ])('RT-43: a wrong %s is an error at the start that names %s', async (token, variable) => {
    const { slack } = await aWorkspace();
    const { app } = await aBot({ slack, person: () => Promise.reject(new Error('nobody')) });
    const tokens = { botToken: slack.tokens.bot, appToken: slack.tokens.app, [token]: 'xoxb-wrong' };
    const config = { mode: 'socket', channel: CHANNEL, apiUrl: slack.apiUrl, ...tokens } as const;
    const transport = slackTransport({ app, operations: OPERATIONS, config, log: silentLog });
    await expect(transport.start()).rejects.toThrow(variable);
    await transport.stop();
  });
});

test.each([
  { mode: 'socket', appToken: 'xapp-1' },
  { mode: 'http', signingSecret: 'x', port: 0 },
] as const)('an unreachable Slack at the start is not an error, and the transport reports it: $mode', async (how) => {
  const { app } = await aBot(await aWorkspace());
  const nobody = { channel: CHANNEL, botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:1/api/' };
  const transport = slackTransport({ app, operations: OPERATIONS, config: { ...nobody, ...how }, log: silentLog });
  onTestFinished(() => transport.stop());
  expect(await transport.start()).toMatchObject({ slack: 'away' });
});

describe('over http', () => {
  const BODY = 'command=%2Fbatch&text=count&trigger_id=t.1&user_id=U1&response_url=http%3A%2F%2F127.0.0.1%3A1%2F';

  test.each([
    ['signed and fresh', {}, 200],
    ['signed with another secret', { secret: 'another' }, 401],
    ['ten minutes old', { ageSeconds: 600 }, 401],
    ['ten minutes ahead', { ageSeconds: -600 }, 401],
    ['with another body than was signed', { sent: BODY.replace('count', 'start') }, 401],
  ])('a request %s is answered %s', async (_, forged, status) => {
    const local = await aWorkspace();
    const { port } = await aBot(local, { mode: 'http', operations: [counting()] });
    const { body, headers } = signed(BODY, { secret: local.slack.tokens.signingSecret, ...forged });
    expect((await post(port, body, headers)).status).toBe(status);
  });

  test('a request without a signature is refused', async () => {
    const local = await aWorkspace();
    const { port } = await aBot(local, { mode: 'http', operations: [counting()] });
    expect((await post(port, BODY, {})).status).toBe(401);
  });

  test('a replayed request is refused', async () => {
    const local = await aWorkspace();
    const { port } = await aBot(local, { mode: 'http', operations: [counting()] });
    const { body, headers } = signed(BODY, { secret: local.slack.tokens.signingSecret });
    expect((await post(port, body, headers)).status).toBe(200);
    expect((await post(port, body, headers)).status).toBe(401);
  });
});

describe('when Slack is unreachable', () => {
  test('the bot starts and connects when Slack is back', async () => {
    const local = await aWorkspace();
    const endOutage = local.slack.faults.outage();
    const bot = await aBot(local);
    const ann = await local.person('ann');
    endOutage();
    await eventually(async () => expect(await ann.command('/batch list')).toEqual({ ok: true }));
    expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet.');
    expect(bot.logged.map(({ message }) => message)).toContain('Slack cannot be reached over Socket Mode');
  });

  test.each(['dropSockets', 'requestRefresh'] as const)('after %s commands are accepted again', async (fault) => {
    const local = await aWorkspace();
    await aBot(local);
    const ann = await local.person('ann');
    local.slack.faults[fault]();
    await eventually(async () => expect(await ann.command('/batch list')).toEqual({ ok: true }));
    expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet.');
  });
});

test('a bug gives the person a sentence and the log a stack', async () => {
  const local = await aWorkspace();
  const broken = { ...counting(), run: () => Promise.reject(new TypeError('x is not a function\n    at secret.ts:1')) };
  const bot = await aBot(local, { operations: [broken] });
  const ann = await local.person('ann');
  await ann.command('/batch count');
  const answer = await ann.answer(1);
  expect(answer).toContain('Tipoff has a bug: x is not a function.');
  expect(answer).not.toContain('secret.ts');
  expect(bot.logged).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'A Slack request failed because of a bug' }),
  );
});

test.each([
  ['429', { kind: 'ratelimited', retryAfterSeconds: 1 }],
  ['500', { kind: 'status', status: 500 }],
] as const)('an answer to which Slack responded with %s is shown once', async (_, fault) => {
  const local = await aWorkspace();
  await aBot(local);
  const ann = await local.person('ann');
  local.slack.faults.answer('response_url', fault);
  await ann.command('/batch list');
  expect(await ann.answer(1)).toContain('Tipoff has not run a batch yet.');
  expect(ann.ephemerals).toHaveLength(1);
});

test('a response with an unknown result is not sent twice', async () => {
  const local = await aWorkspace();
  const bot = await aBot(local);
  const ann = await local.person('ann');
  local.slack.faults.answer('response_url', { kind: 'accept-then-drop' });
  await ann.command('/batch list');
  await eventually(() =>
    expect(bot.logged.map(({ message }) => message)).toContain('A response could not be delivered'),
  );
  expect(ann.ephemerals).toHaveLength(1);
});

/** An operation whose effect can be counted. */
function counting(work: Promise<void> = Promise.resolve()) {
  let count = 0;
  return operation({
    name: 'batch count',
    summary: 'Count.',
    input: z.strictObject({}),
    output: z.null(),
    positionals: [],
    effect: 'write',
    reach: 'everywhere',
    opens: 'nothing',
    prints: 'outcome',
    async run() {
      await work;
      count += 1;
      return { decision: 'done', code: 'ok', message: `Counted to ${count}.`, data: null, next: [] };
    },
  });
}

function signed(body: string, how: { secret: string; ageSeconds?: number; sent?: string }) {
  const timestamp = String(Math.floor(Date.now() / 1000) - (how.ageSeconds ?? 0));
  const signature = createHmac('sha256', how.secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body: how.sent ?? body,
    headers: { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` },
  };
}

function post(port: number | undefined, body: string, headers: Record<string, string>): Promise<Response> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(`http://127.0.0.1:${port}${EVENTS}`, { method: 'POST', body, headers: { ...type, ...headers } });
}
