import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { serveStdio } from '#src/bot/mcp/serve-stdio.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

/** What HTTP takes for the name of a request. */
const NAME_OF_REQUEST = /^[\w.:-]{1,200}$/;
const IDS = [1, '1', '', 'call 1/#', 'two\nlines', 'ü', 'x'.repeat(300)];

test('every id that the protocol allows makes a name of its own for the request', async () => {
  const requests: string[] = [];
  const stdin = new PassThrough();
  const served = serveStdio({
    operations: OPERATIONS,
    version: '1.2.3',
    call: async (_, { request }) => {
      requests.push(request);
      return { decision: 'done', code: 'ok', message: 'Yes.', data: null, next: [] };
    },
    identity: 'person',
    stdin,
    stdout: new PassThrough().resume(),
    say: () => undefined,
    interrupted: new AbortController().signal,
  });
  const params = { name: 'deploy_status', arguments: {} };
  for (const id of IDS) stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })}\n`);
  await vi.waitFor(() => expect(requests).toHaveLength(IDS.length));
  stdin.end();
  await served;
  expect(new Set(requests).size).toBe(IDS.length);
  for (const request of requests) expect(request).toMatch(NAME_OF_REQUEST);
});
