import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openBrowser } from './browser.ts';
import { type Fixture, openWorkspace } from './workspace-fixture.ts';

let fixture: Fixture;
let origin: string;
beforeEach(async () => {
  fixture = await openWorkspace();
  ({ origin } = new URL(fixture.slack.url));
});
afterEach(async () => await fixture.close());

const MESSAGE = JSON.stringify({ type: 'send-message', channel: 'C', text: 'x' });

describe('the page', () => {
  test('is not served without the cookie', async () => {
    for (const path of ['/', '/page.js', '/page/state', '/page/history?channel=C', '/files/F1/a.png'])
      expect((await fetch(`${origin}${path}`)).status).toBe(401);
    expect((await send('/page/interact', { method: 'POST', body: MESSAGE })).status).toBe(401);
    expect((await send('/page/state', { headers: { cookie: `slack_workspace_${port()}=guess` } })).status).toBe(401);
  });

  test('admits every browser that has the key, with a cookie that scripts and other sites cannot use', async () => {
    for (const browser of ['first', 'second']) {
      const { headers } = await fetch(fixture.slack.url);
      expect(headers.get('set-cookie'), browser).toMatch(
        /^slack_workspace_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
      );
    }
    expect((await fetch(`${origin}/?key=guess`)).status).toBe(401);
  });

  test('the cookie does not reveal the key', async () => {
    const { cookie } = await openBrowserAndClose();
    const value = cookie.split('=')[1] ?? '';
    expect((await fetch(`${origin}/?key=${value}`)).status).toBe(401);
  });

  test('only its user can read the file with the key', async () => {
    const { mode } = await stat(join(fixture.folder, 'page-address.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('acts only as people of the workspace, not as the bot', async () => {
    const { cookie } = await openBrowserAndClose();
    const ana = await fixture.browser();
    const bot = (await ana.state()).users.find(({ is_bot: isBot }) => isBot);
    for (const as of ['UNOBODY', bot?.id, '']) {
      expect((await send(`/page/state?as=${as}`, { headers: { cookie } })).status, as).toBe(404);
      expect(await upgrade(`/page/live?as=${as}`, { cookie, origin }), as).toBe(404);
    }
  });

  test('runs only scripts of this server, and cannot be framed', async () => {
    const { headers } = await fetch(fixture.slack.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is rejected under another host name, even with the cookie (DNS rebinding)', async () => {
    const { cookie } = await openBrowserAndClose();
    const host = `evil.example:${port()}`;
    expect((await send('/page/state', { headers: { cookie, host } })).status).toBe(403);
    expect((await send('/', { headers: { cookie, host } })).status).toBe(403);
    expect((await send('/api/auth.test', { method: 'POST', headers: { host } })).status).toBe(403);
  });

  test('rejects interactions from other sites (CSRF)', async () => {
    const { cookie } = await openBrowserAndClose();
    const json = { 'content-type': 'application/json', cookie };
    const post = { method: 'POST', body: MESSAGE };
    expect(
      (await send('/page/interact', { ...post, headers: { ...json, origin: 'http://evil.example' } })).status,
    ).toBe(403);
    expect((await send('/page/interact', { ...post, headers: { ...json, origin: 'null' } })).status).toBe(403);
    expect((await send('/page/interact', { ...post, headers: { ...json, origin: 'http://127.0.0.1:1' } })).status).toBe(
      403,
    );
    expect(
      (await send('/page/interact', { ...post, headers: { cookie, origin, 'content-type': 'text/plain' } })).status,
    ).toBe(415);
    expect((await send('/page/interact', { ...post, headers: { ...json, origin } })).status).toBe(200);
    const preflight = await send('/page/interact', { method: 'OPTIONS', headers: { origin: 'http://evil.example' } });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });

  test('rejects interactions longer than 256 kB, whatever their content-length', async () => {
    const { cookie } = await openBrowserAndClose();
    const headers = { cookie, origin, 'content-type': 'application/json' };
    const body = JSON.stringify({ type: 'send-message', channel: 'C', text: 'x'.repeat(300_000) });
    expect((await send('/page/interact', { method: 'POST', headers, body })).status).toBe(413);
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    expect((await send('/page/interact', { method: 'POST', headers: chunked, body })).status).toBe(413);
  });

  test('cannot use a missing element or a modal of another user', async () => {
    const ana = await fixture.browser();
    const container = { type: 'message' as const, channel_id: fixture.channel, message_ts: '1.000001' };
    const action = { type: 'button', block_id: 'b', action_id: 'a' };
    expect(await ana.interact({ type: 'action', container, action })).toMatchObject({
      ok: false,
      error: 'message_not_found',
    });
    expect(await ana.interact({ type: 'submit-view', view_id: 'V1', values: {} })).toMatchObject({
      error: 'not_found',
    });
  });
});

describe('a WebSocket', () => {
  test('of the page needs our origin and the cookie (WebSocket hijacking)', async () => {
    const { cookie } = await openBrowserAndClose();
    expect(await upgrade('/page/live', { cookie, origin })).toBe(101);
    expect(await upgrade('/page/live', { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade('/page/live', { cookie })).toBe(403);
    expect(await upgrade('/page/live', { origin })).toBe(401);
    expect(await upgrade('/page/live', { cookie, origin, host: `evil.example:${port()}` })).toBe(403);
  });

  test('of Socket Mode needs a ticket that works once, and rejects browsers', async () => {
    const { apiUrl, tokens } = fixture.slack;
    const open = async (): Promise<string> => {
      const headers = { authorization: `Bearer ${tokens.app}` };
      const answer: unknown = await (await fetch(`${apiUrl}apps.connections.open`, { method: 'POST', headers })).json();
      const { pathname, search } = new URL(String(Object(answer).url));
      return `${pathname}${search}`;
    };
    const path = await open();
    expect(await upgrade(path, {})).toBe(101);
    expect(await upgrade(path, {})).toBe(401);
    expect(await upgrade('/link/?ticket=guess', {})).toBe(401);
    expect(await upgrade(await open(), { origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade(await open(), { host: 'evil.example' })).toBe(403);
  });
});

test('the Web API rejects browsers, even with the token', async () => {
  const headers = { authorization: `Bearer ${fixture.slack.tokens.bot}`, origin: 'http://evil.example' };
  expect((await send('/api/auth.test', { method: 'POST', headers })).status).toBe(403);
});

test('a response_url that was not issued is rejected', async () => {
  const answer = await send('/response/guess', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(404);
});

test('typed angle brackets never become a mention', async () => {
  const ana = await fixture.browser();
  await ana.interact({
    type: 'send-message',
    channel: fixture.channel,
    text: '<!channel> <@UBEN> & <http://x|y> @ben',
  });
  expect((await ana.next('message')).message.text).toBe(
    '&lt;!channel&gt; &lt;@UBEN&gt; &amp; &lt;<http://x>|y&gt; <@UBEN>',
  );
});

function port(): number {
  return Number(new URL(origin).port);
}

async function openBrowserAndClose(): Promise<{ cookie: string }> {
  const browser = await openBrowser(fixture.slack.url);
  browser.close();
  return { cookie: browser.cookie };
}

interface SentTexts {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Uses node:http, because fetch sets Host and Origin itself. */
async function send(path: string, { method = 'GET', headers = {}, body }: SentTexts) {
  return await new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The HTTP status of an upgrade request. */
async function upgrade(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers });
  return await new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => {
      socket.terminate();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });
}
