import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Browser } from './browser.ts';
import { MANIFEST } from './manifest.ts';
import { codeOf, refusal } from './refusal.ts';
import { type TestClock, testClock } from './test-clock.ts';
import { type Fixture, openWorkspace } from './workspace-fixture.ts';

const Address = z.custom<AddressInfo>((value) => value !== null && typeof value === 'object');
const View = z.object({ view: z.looseObject({ id: z.string(), hash: z.string() }) });

let fixture: Fixture;
let ana: Browser;
let clock: TestClock;
let app: Server;
/** The payloads the app received, newest last. */
let bodies: URLSearchParams[];
let answer: string;

beforeEach(async () => {
  clock = testClock();
  bodies = [];
  answer = '{}';
  fixture = await openWorkspace({ clock });
  app = createServer(async (request, response) => {
    const body = await text(request);
    response.writeHead(200, { 'content-type': 'application/json' });
    if (request.headers['content-type'] === 'application/json') {
      response.end(body);
      return;
    }
    bodies.push(new URLSearchParams(body));
    response.end(answer);
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  await fixture.slack.useRequestUrl(`http://127.0.0.1:${Address.parse(app.address()).port}/`);
  ana = await fixture.browser();
});
afterEach(async () => {
  app.close();
  await fixture.close();
});

const plain = (words: string) => ({ type: 'plain_text' as const, text: words });
const modal = (more: object = {}) => ({
  type: 'modal' as const,
  title: plain('T'),
  blocks: [{ type: 'divider' }],
  ...more,
});
const call = (method: string, args: Record<string, unknown>) => fixture.client.apiCall(method, args);

async function command(): Promise<URLSearchParams> {
  await ana.interact({ type: 'command', channel: fixture.channel, command: '/notes', text: '' });
  return bodies.at(-1) ?? new URLSearchParams();
}

async function trigger(): Promise<string> {
  return (await command()).get('trigger_id') ?? '';
}

async function open(view: object = modal()): Promise<z.infer<typeof View>['view']> {
  return View.parse(await call('views.open', { trigger_id: await trigger(), view })).view;
}

describe('a trigger', () => {
  test('opens one modal', async () => {
    const trigger_id = await trigger();
    expect(await codeOf(call('views.open', { trigger_id, view: modal() }))).toMatch(/^none/);
    expect(await codeOf(call('views.open', { trigger_id, view: modal() }))).toBe('exchanged_trigger_id');
  });

  test('expires after 3 seconds', async () => {
    const trigger_id = await trigger();
    clock.pass(3_001);
    expect(await codeOf(call('views.open', { trigger_id, view: modal() }))).toBe('expired_trigger_id');
  });

  test('must have been issued', async () => {
    expect(await codeOf(call('views.open', { trigger_id: '1.2', view: modal() }))).toBe('invalid_trigger_id');
  });

  test('is not used up by a view that Slack rejects', async () => {
    const trigger_id = await trigger();
    expect(await codeOf(call('views.open', { trigger_id, view: modal({ title: plain('x'.repeat(25)) }) }))).toBe(
      'invalid_arguments',
    );
    expect(await codeOf(call('views.open', { trigger_id, view: modal() }))).toMatch(/^none/);
  });
});

const input = { type: 'input', label: plain('l'), element: { type: 'plain_text_input' } };
const REFUSED: readonly [name: string, view: unknown, message: string][] = [
  [
    'a title of 25 characters',
    modal({ title: plain('x'.repeat(25)) }),
    '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  [
    'inputs without a submit',
    modal({ blocks: [input] }),
    '[ERROR] missing required field: submit [json-pointer:/view]',
  ],
  [
    '101 blocks',
    modal({ blocks: Array(101).fill({ type: 'divider' }) }),
    '[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  [
    'a data table, which only messages have',
    modal({ blocks: [{ type: 'data_table' }] }),
    '[ERROR] unsupported type [json-pointer:/view/blocks/0/type]',
  ],
  [
    'private_metadata of 3,001 characters',
    modal({ private_metadata: 'x'.repeat(3_001) }),
    '[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  ['no title', { type: 'modal', blocks: [] }, '[ERROR] missing required field: title [json-pointer:/view]'],
];

describe('a modal is rejected for', () => {
  test.each(REFUSED)('%s', async (_name, view, message) => {
    const refused = await refusal(call('views.open', { trigger_id: await trigger(), view }));
    expect(refused).toEqual({ code: 'invalid_arguments', messages: [message] });
  });

  test('more than 250 kB', async () => {
    const blocks = Array.from({ length: 100 }, () => ({ type: 'section', text: plain('x'.repeat(2_900)) }));
    expect(await codeOf(call('views.open', { trigger_id: await trigger(), view: modal({ blocks }) }))).toBe(
      'view_too_large',
    );
  });
});

test('a fourth view on the stack is rejected', async () => {
  await open();
  for (const expected of [/^none/, /^none/, /^push_limit_reached$/])
    expect(await codeOf(call('views.push', { trigger_id: await trigger(), view: modal() }))).toMatch(expected);
});

test('an update checks the hash, and finds the view by its id or external id', async () => {
  const { id, hash } = await open(modal({ external_id: 'mine' }));
  const first = View.parse(await call('views.update', { view_id: id, hash, view: modal({ external_id: 'mine' }) }));
  expect(first.view.hash).not.toBe(hash);
  expect(await codeOf(call('views.update', { view_id: id, hash, view: modal() }))).toBe('hash_conflict');
  expect(await codeOf(call('views.update', { external_id: 'mine', view: modal() }))).toMatch(/^none/);
  expect(await codeOf(call('views.update', { view_id: 'V0', view: modal() }))).toBe('not_found');
});

test('two open views cannot share an external id', async () => {
  await open(modal({ external_id: 'mine' }));
  const push = call('views.push', { trigger_id: await trigger(), view: modal({ external_id: 'mine' }) });
  expect(await codeOf(push)).toBe('duplicate_external_id');
});

test('typed values survive an update that keeps the block', async () => {
  const view = modal({
    submit: plain('S'),
    blocks: [{ ...input, block_id: 'b', element: { ...input.element, action_id: 'a' } }],
  });
  const { id } = await open(view);
  answer = JSON.stringify({ response_action: 'update', view });
  await ana.interact({
    type: 'submit-view',
    view_id: id,
    values: { b: { a: { type: 'plain_text_input', value: 'typed' } } },
  });
  await ana.next('view-updated');
  expect((await call('views.update', { view_id: id, view })).ok).toBe(true);
  expect((await ana.next('view-updated')).view.state.values).toEqual({
    b: { a: { type: 'plain_text_input', value: 'typed' } },
  });
});

test('a submission answered with an invalid view leaves the modal open and shows the error', async () => {
  const { id } = await open(modal({ submit: plain('S') }));
  answer = JSON.stringify({ response_action: 'update', view: { type: 'modal' } });
  const refused = await ana.interact({ type: 'submit-view', view_id: id, values: {} });
  expect(refused).toMatchObject({ ok: false, error: 'invalid_arguments' });
  answer = '{}';
  expect(await ana.interact({ type: 'submit-view', view_id: id, values: {} })).toEqual({ ok: true });
});

test('closing the stack sends view_closed for each view with notify_on_close', async () => {
  await open(modal({ notify_on_close: true, callback_id: 'low' }));
  const top = View.parse(
    await call('views.push', {
      trigger_id: await trigger(),
      view: modal({ notify_on_close: true, callback_id: 'top' }),
    }),
  );
  bodies.length = 0;
  await ana.interact({ type: 'close-view', view_id: top.view.id, all: true });
  await expect
    .poll(() => bodies.map((body) => JSON.parse(body.get('payload') ?? '{}')))
    .toMatchObject([
      { type: 'view_closed', is_cleared: true, view: { callback_id: 'top' } },
      { type: 'view_closed', is_cleared: true, view: { callback_id: 'low' } },
    ]);
});

test('an App Home is rejected if the manifest has none', async () => {
  const other = await openWorkspace({
    manifest: MANIFEST.replace('home_tab_enabled: true', 'home_tab_enabled: false'),
  });
  const view = { type: 'home' as const, blocks: [] };
  expect(await codeOf(other.client.views.publish({ user_id: 'UANA', view }))).toBe('not_enabled');
  expect((await (await other.browser()).state()).homeTabs).toEqual([]);
  await other.close();
});

describe('a response_url', () => {
  async function respond(url: string): Promise<number> {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ text: 'x' }) })).status;
  }

  test('works five times', async () => {
    const url = (await command()).get('response_url') ?? '';
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) statuses.push(await respond(url));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  });

  test('works for 30 minutes', async () => {
    const url = (await command()).get('response_url') ?? '';
    clock.pass(30 * 60_000);
    expect(await respond(url)).toBe(200);
    clock.pass(1);
    expect(await respond(url)).toBe(404);
  });
});
