import { expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });

it('deploy finish --release releases the lock of the service', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter' }]);
  await run(app, ANN, ['start', { service: 'worker' }]);
  const finished = await run(app, ANN, ['finish', { service: 'worker', release: true }]);
  expect(finished).toMatchObject({ decision: 'done', message: expect.stringContaining('The lock was released.') });
  expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({ message: 'worker is free.' });
});

it('deploy finish --release keeps a global lock and offers to release it', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', { service: 'global', reason: 'Move the store' }]);
  await run(app, ANN, ['start', { service: 'worker' }]);
  const finished = await run(app, ANN, ['finish', { service: 'worker', release: true }]);
  expect(finished).toMatchObject({
    message: expect.stringContaining('so the lock was not released'),
    next: [{ operation: 'deploy release', arguments: { service: 'global', token: 1 } }],
  });
  expect(await run(app, ANN, ['status', {}])).toMatchObject({ message: 'ann holds global.' });
  expect(await run(app, ANN, ['release', { service: 'global', token: 1 }])).toMatchObject({ code: 'ok' });
});
