import { expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });

it('chatops 6.3, fail-open when the store is down: nobody gets a lock, and a start records nothing', async () => {
  const fails = () => Promise.reject(new Unavailable('The store', new Error('down')));
  const app = await anApp();
  const away = { ...app, store: { ...app.store, transaction: fails, query: fails }, locks: { execute: fails } };
  expect(await run(away, ANN, ['claim', { service: 'worker', reason: 'Fix the filter' }])).toMatchObject({
    decision: 'refused',
    code: 'store_unreachable',
  });
  await expect(run(away, ANN, ['start', { service: 'worker' }])).rejects.toThrow('The store cannot be reached');
  expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({ message: 'worker is free.' });
});
