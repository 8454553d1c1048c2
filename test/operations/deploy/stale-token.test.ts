import { expect, it } from 'vitest';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
const CLAUDE: Actor = { kind: 'agent', name: 'claude', session: 'session_1', actsFor: 'ann', scope: 'write' };
const CLAIM = { service: 'worker', reason: 'Fix the filter' };

const stepsOf = ({ next }: { readonly next: readonly { readonly operation: string }[] }) =>
  next.map(({ operation }) => operation);

it('a stale token while somebody else holds the lock offers queue up and take over, but no claim', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', CLAIM]);
  await run(app, BEN, ['take-over', { ...CLAIM, confirm: '1' }]);
  for (const verb of ['start', 'finish', 'extend', 'release']) {
    const result = verb === 'finish' ? { result: 'failed' } : {};
    const refused = await run(app, ANN, [verb, { service: 'worker', token: 1, ...result }]);
    expect(refused).toMatchObject({ code: 'stale_token', message: expect.stringContaining('is no longer valid') });
    expect(stepsOf(refused)).toEqual(['deploy join', 'deploy take-over']);
  }
});

it('an agent that may not take over is offered only the queue', async () => {
  const app = await anApp();
  await run(app, BEN, ['claim', CLAIM]);
  const stale = await run(app, CLAUDE, ['start', { service: 'worker', token: 7 }]);
  expect(stepsOf(stale)).toEqual(['deploy join']);
  expect(stepsOf(await run(app, CLAUDE, ['release', { service: 'worker' }]))).toEqual([]);
});

it('a global holder is named, even if the service itself is free', async () => {
  const app = await anApp();
  await run(app, BEN, ['claim', { ...CLAIM, service: 'global' }]);
  const stale = await run(app, ANN, ['start', { service: 'worker', token: 1 }]);
  expect(stale.message).toContain('has held the global deploy lock');
  expect(stepsOf(stale)).toEqual(['deploy join', 'deploy take-over']);
});

it('a stale token of a free lock offers a claim', async () => {
  const app = await anApp();
  await run(app, ANN, ['claim', CLAIM]);
  await run(app, ANN, ['release', { service: 'worker' }]);
  const stale = await run(app, ANN, ['start', { service: 'worker', token: 1 }]);
  expect(stale.message).toMatch(/is no longer valid.* is free now/);
  expect(stepsOf(stale)).toEqual(['deploy claim']);
});

it('a token that was never issued is reported as such', async () => {
  const app = await anApp();
  const refused = await run(app, ANN, ['start', { service: 'worker', token: 9 }]);
  expect(refused.message).toContain('Token 9 was never issued for the worker deploy lock');
});

it('a token of another session is reported as such', async () => {
  const app = await anApp();
  await run(app, BEN, ['claim', CLAIM]);
  const refused = await run(app, ANN, ['start', { service: 'worker', token: 1 }]);
  expect(refused.message).toContain('Token 1 belongs to a claim of another session');
});
