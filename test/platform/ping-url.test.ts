import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { pingUrl } from '#src/platform/ping-url.ts';

const VARIABLE = 'TIPOFF_HEARTBEAT_URL';

test('a ping calls the URL', async () => {
  const calls: (string | undefined)[] = [];
  const origin = await aMonitor(({ url }, response) => {
    calls.push(url);
    response.end('OK');
  });
  await pingUrl({ variable: VARIABLE, url: `${origin}/hidden-path` });
  expect(calls).toEqual(['/hidden-path']);
});

test.each([404, 302])('an answer with status %i is a failure that does not name the URL', async (status) => {
  const origin = await aMonitor((_, response) => {
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  expect(await failureOf(`${origin}/hidden-path`)).toBe(`The URL of ${VARIABLE} answered with status ${status}`);
});

test('a server that cannot be reached is a failure that names the cause and not the URL', async () => {
  expect(await failureOf('http://127.0.0.1:1/hidden-path')).toMatch(
    /^The URL of TIPOFF_HEARTBEAT_URL cannot be called: the connection failed/,
  );
});

test.each(['http://ann:hunter@127.0.0.1:1/hidden-path', 'no URL with a hidden-path'])(
  'the failure for %j does not repeat it',
  async (url) => {
    expect(await failureOf(url)).not.toMatch(/hunter|hidden/);
  },
);

async function failureOf(url: string): Promise<string> {
  const failure: unknown = await pingUrl({ variable: VARIABLE, url }).catch((error: unknown) => error);
  if (!(failure instanceof Error)) throw new Error('The ping succeeded');
  expect(failure.cause).toBeUndefined();
  return failure.message;
}

async function aMonitor(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
