import { describe, expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import { runNamed } from '../run-named.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BOB = personAt('slack', { name: 'bob', id: 'U0BOB' });

describe('deploy start without a claim', () => {
  it('claims a free lock, and the finish releases it', async () => {
    const app = await anApp();
    const started = await run(app, ANN, ['start', { service: 'worker', commit: 'abcdef1' }]);
    expect(started).toMatchObject({
      code: 'ok',
      message: expect.stringMatching(
        /You hold the lock of worker until .*, token 1\. Finishing the deploy releases it\./,
      ),
      next: [
        { operation: 'deploy finish', arguments: { service: 'worker', token: 1, result: 'succeeded' } },
        { operation: 'deploy finish', arguments: { service: 'worker', token: 1, result: 'failed' } },
      ],
    });
    expect(await run(app, ANN, ['status', {}])).toMatchObject({
      message: expect.stringContaining('ann holds worker.'),
    });
    expect(await run(app, ANN, ['finish', { service: 'worker', result: 'succeeded' }])).toMatchObject({
      message: expect.stringContaining('The lock was released.'),
    });
    expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({ message: 'worker is free.' });
  });

  it('is refused while another session holds the lock, and changes nothing', async () => {
    const app = await anApp();
    await run(app, BOB, ['claim', { service: 'worker', reason: 'Fix the filter' }]);
    const refused = await run(app, ANN, ['start', { service: 'worker' }]);
    expect(refused).toMatchObject({ decision: 'refused', code: 'lock_held', message: expect.stringContaining('bob') });
    expect(await run(app, ANN, ['status', {}])).toMatchObject({
      message: expect.stringContaining('bob holds worker.'),
    });
  });

  it('with the token of an ended claim is refused, so that an old script takes no new lock', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter' }]);
    await run(app, ANN, ['release', { service: 'worker' }]);
    expect(await run(app, ANN, ['start', { service: 'worker', token: 1 }])).toMatchObject({ decision: 'refused' });
    expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({ message: 'worker is free.' });
  });

  it('under an own claim keeps the claim at the finish', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter' }]);
    await run(app, ANN, ['start', { service: 'worker' }]);
    await run(app, ANN, ['finish', { service: 'worker', result: 'succeeded' }]);
    expect(await run(app, ANN, ['status', {}])).toMatchObject({
      message: expect.stringContaining('ann holds worker.'),
    });
  });
});

describe('a repeated request', () => {
  const start = (app: Awaited<ReturnType<typeof anApp>>, given: object) =>
    runNamed(app, { name: 'deploy start', given, actor: ANN, request: 'same' });

  it('gets the first answer again while the deploy runs', async () => {
    const app = await anApp();
    const first = await start(app, { service: 'worker' });
    expect(await start(app, { service: 'worker' })).toEqual(first);
  });

  it('starts no second deploy after the first one ended', async () => {
    const app = await anApp();
    await start(app, { service: 'worker' });
    await run(app, ANN, ['finish', { service: 'worker', result: 'failed' }]);
    expect(await start(app, { service: 'worker' })).toMatchObject({ decision: 'refused', code: 'deploy_ended' });
    expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({ message: 'worker is free.' });
  });

  it('of a finish gets the first answer again after the lock was released', async () => {
    const app = await anApp();
    await start(app, { service: 'worker' });
    const finish = () => run(app, ANN, ['finish', { service: 'worker', token: 1, result: 'succeeded' }]);
    const first = await finish();
    expect(first).toMatchObject({ message: expect.stringContaining('The lock was released.') });
    expect(await finish()).toEqual(first);
  });
});
