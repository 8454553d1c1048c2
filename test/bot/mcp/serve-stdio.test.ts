import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { serveStdio } from '#src/bot/mcp/serve-stdio.ts';
import type { Outcome } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { eventually } from '#test/eventually.ts';

/** What HTTP takes for the name of a request. */
const NAME_OF_REQUEST = /^[\w.:-]{1,200}$/;
const IDS = [1, '1', '', 'call 1/#', 'two\nlines', 'ü', 'x'.repeat(300)];
const YES = { decision: 'done', code: 'ok', message: 'Yes.', data: null, next: [] } as const;
const Reply = z.object({ id: z.number() });

test('every id that the protocol allows makes a name of its own for the request', async () => {
  const requests: string[] = [];
  const { stdin, served } = serving(async ({ request }) => {
    requests.push(request);
    return YES;
  });
  for (const id of IDS) stdin.write(`${callOf(id)}\n`);
  await eventually(() => expect(requests).toHaveLength(IDS.length));
  stdin.end();
  await served;
  expect(new Set(requests).size).toBe(IDS.length);
  for (const request of requests) expect(request).toMatch(NAME_OF_REQUEST);
});

test('after stdin has ended, the calls that arrived are answered, also one without a line end', async () => {
  const held = Promise.withResolvers<Outcome<unknown>>();
  const { stdin, written, served } = serving(() => held.promise);
  stdin.end(`${callOf(1)}\n${callOf(2)}`);
  await once(stdin, 'end');
  held.resolve(YES);
  await served;
  expect(written().map(({ id }) => id)).toEqual([1, 2]);
});

test('a signal ends the process without waiting for answers', async () => {
  const interrupt = new AbortController();
  const { stdin, written, served } = serving(() => new Promise(() => undefined), interrupt);
  stdin.end(`${callOf(1)}\n`);
  await once(stdin, 'end');
  interrupt.abort();
  await served;
  expect(written()).toEqual([]);
});

test('nothing is waited for when the client no longer reads', async () => {
  const { stdin, stdout, written, served } = serving(() => new Promise(() => undefined));
  stdin.end(`${callOf(1)}\n`);
  await once(stdin, 'end');
  stdout.destroy(new Error('EPIPE'));
  await served;
  expect(written()).toEqual([]);
});

function serving(
  call: (call: { readonly request: string }) => Promise<Outcome<unknown>>,
  interrupt = new AbortController(),
) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const chunks: string[] = [];
  stdout.on('data', (chunk) => chunks.push(String(chunk))).on('error', () => undefined);
  const served = serveStdio({
    operations: OPERATIONS,
    version: '1.2.3',
    call: (_, given) => call(given),
    identity: 'person',
    stdin,
    stdout,
    say: () => undefined,
    interrupted: interrupt.signal,
  });
  const written = () =>
    chunks
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => Reply.parse(JSON.parse(line)));
  return { stdin, stdout, served, written };
}

function callOf(id: number | string): string {
  const params = { name: 'deploy_status', arguments: {} };
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
}
