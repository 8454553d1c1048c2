import { expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });

it('the end of a deploy releases the lock of its service where that is wanted', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter' }]);
  await run(app, ANN, ['start', { service: 'worker' }]);
  const finished = await run(app, ANN, ['finish', { service: 'worker', release: true }]);
  expect(finished).toMatchObject({ decision: 'done', message: expect.stringContaining('Its lock is released.') });
  expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({ message: 'worker is free.' });
});

it('the end of one deploy does not release everything, says so, and names what can be released', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'global', reason: 'Move the store' }]);
  await run(app, ANN, ['start', { service: 'worker' }]);
  const finished = await run(app, ANN, ['finish', { service: 'worker', release: true }]);
  expect(finished).toMatchObject({
    message: expect.stringContaining('nothing was released'),
    next: [{ operation: 'deploy release', arguments: { service: 'global', token: 1 } }],
  });
  expect(await run(app, ANN, ['status', {}])).toMatchObject({ message: 'ann holds everything.' });
  expect(await run(app, ANN, ['release', { service: 'global', token: 1 }])).toMatchObject({ code: 'ok' });
});
