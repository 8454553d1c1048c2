import { expect, it } from 'vitest';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });

it('deploy finish --release releases the lock of the service', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter' }]);
  await run(app, ANN, ['start', { service: 'worker' }]);
  const finished = await run(app, ANN, ['finish', { service: 'worker', release: true, result: 'succeeded' }]);
  expect(finished).toMatchObject({ decision: 'done', message: expect.stringContaining('The lock was released.') });
  expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({ message: 'worker is free.' });
});

it('deploy finish --release keeps a global lock and offers to release it', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'global', reason: 'Move the store' }]);
  await run(app, ANN, ['start', { service: 'worker' }]);
  const finished = await run(app, ANN, ['finish', { service: 'worker', release: true, result: 'succeeded' }]);
  expect(finished).toMatchObject({
    message: expect.stringContaining('so the lock was not released'),
    next: [{ operation: 'deploy release', arguments: { service: 'global', token: 1 } }],
  });
  expect(await run(app, ANN, ['status', {}])).toMatchObject({ message: 'ann holds global.' });
  expect(await run(app, ANN, ['release', { service: 'global', token: 1 }])).toMatchObject({ code: 'ok' });
});

it.each([
  ['succeeded', []],
  ['failed', [/^ann finished the deploy of worker at .*: failed\. The lock was released\./]],
] as const)('a deploy that %s and releases its lock has one message for both', async (result, notices) => {
  const app = await anApp();
  await run(app, ANN, ['start', { service: 'worker' }]);
  await run(app, ANN, ['finish', { service: 'worker', result }]);
  const posts = await app.store.query({ collection: POSTS }, {});
  const shown = posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
  const texts = shown.filter(({ type }) => type === 'lock-notice').map((notice) => renderAnnouncement(notice).text);
  expect(texts).toEqual(notices.map((pattern) => expect.stringMatching(pattern)));
  const { message } = await run(app, ANN, ['status', { service: 'worker' }]);
  expect(message).toBe('worker is free.');
});
