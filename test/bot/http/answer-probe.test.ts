import { once } from 'node:events';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { answerProbe } from '#src/bot/http/answer-probe.ts';
import { enqueuePosts, POSTS } from '#src/coordination/outbox/post.ts';
import { recordChannelFault } from '#src/coordination/outbox/refusals.ts';
import { PostRefused } from '#src/platform/post-refused.ts';
import { PROCESS_PARTS } from '#src/platform/process-part.ts';
import { anApp } from '../../operations/deploy/a-deploy.ts';

const PROCESS = { instance: 'this one', role: 'all', parts: PROCESS_PARTS };

it('probes that arrive during a check of readiness share its result, and the next probe checks again', async () => {
  const opened = await anApp();
  let checks = 0;
  const app = { ...opened, models: () => countCheck(opened.models()) };
  function countCheck<T>(models: T): T {
    checks += 1;
    return models;
  }
  const probe = async () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    await answerProbe({ probe: '/ready', caller: 'anybody', app, ...PROCESS }, response);
    return response.statusCode;
  };
  expect(await Promise.all([probe(), probe(), probe()])).toEqual([200, 200, 200]);
  expect(checks).toBe(1);
  expect(await probe()).toBe(200);
  expect(checks).toBe(2);
});

it('a ready process names the posts that the channel refuses, and only to a known caller', async () => {
  const app = { ...(await anApp()), models: () => [] };
  await app.store.transaction((transaction) => enqueuePosts(transaction, [{ key: 'slate', announcement: { n: 1 } }]));
  const refused = { delivery: 'refused', refusal: 'The text is too long.' } as const;
  await app.store.transaction(async (transaction) => transaction.update({ collection: POSTS, id: 'slate' }, refused));
  await recordChannelFault(
    app.store,
    'nba-predictions',
    new PostRefused({ fault: 'channel', code: 'not_in_channel', message: 'Invite the app.' }),
  );
  const server = createServer((request, response) => {
    const caller = request.url === '/known' ? 'known' : 'anybody';
    void answerProbe({ probe: '/ready', caller, app, ...PROCESS }, response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const ask = async (path: string) => {
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    return await (await fetch(`http://127.0.0.1:${port}${path}`)).json();
  };
  expect(await ask('/known')).toMatchObject({
    status: 'ready',
    refused_posts: {
      channels: [{ channel: 'nba-predictions', code: 'not_in_channel', reason: 'Invite the app.' }],
      posts: [{ key: 'slate', reason: 'The text is too long.' }],
    },
  });
  expect(await ask('/anybody')).toEqual({ status: 'ready', role: 'all' });
});
