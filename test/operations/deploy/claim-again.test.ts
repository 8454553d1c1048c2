import { describe, expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BOB = personAt('slack', { name: 'bob', id: 'U0BOB' });
const CLAIM = { service: 'worker', reason: 'fix the filter', for: '15m' };

describe('deploy claim of a lock that the caller holds', () => {
  it('says what it changed, with the earlier values', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', CLAIM]);
    const again = await run(app, ANN, ['claim', { ...CLAIM, reason: 'roll back the filter', for: '2h' }]);
    expect(again).toMatchObject({ decision: 'done', code: 'claim_changed', data: { reason: 'roll back the filter' } });
    expect(again.message).toMatch(
      /^You already hold the worker deploy lock, token 1, so your claim was changed\. The reason is now "roll back the filter" \(before: "fix the filter"\)\. The claim now ends at .+ ET \(before: .+ ET\)\.$/,
    );
    expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({
      data: { locks: [{ reason: 'roll back the filter' }] },
    });
  });

  it('keeps the end if the caller names no length', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', { ...CLAIM, for: '2h' }]);
    const { message } = await run(app, ANN, ['claim', { service: 'worker', reason: 'roll back' }]);
    expect(message).toMatch(/The reason is now "roll back" .+ The claim still ends at .+ ET\.$/);
  });

  it('says that nothing was changed', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', CLAIM]);
    const again = await run(app, ANN, ['claim', { service: 'worker', reason: 'fix the filter' }]);
    expect(again).toMatchObject({
      code: 'held_already',
      message: expect.stringMatching(/token 1\. Nothing was changed\.$/),
    });
  });

  it('names the global lock that covers the service, and how to change it', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', { ...CLAIM, service: 'global' }]);
    const { message } = await run(app, ANN, ['claim', { ...CLAIM, reason: 'roll back' }]);
    expect(message).toMatch(
      /^You already hold the global deploy lock until .+ It covers worker\. Its reason and its end were not changed; `tipoff deploy claim global` with a new reason or length changes them\.$/,
    );
  });
});

describe('deploy extend', () => {
  it('shows the new end and the earlier one', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', CLAIM]);
    const { message } = await run(app, ANN, ['extend', { service: 'worker', for: '2h' }]);
    expect(message).toMatch(/^You extended the worker deploy lock\. It now ends at .+ ET \(before: .+ ET\)\.$/);
  });
});

describe('deploy take-over', () => {
  it('names the holder and the running deploy before and after', async () => {
    const app = await anApp();
    await run(app, ANN, ['claim', CLAIM]);
    await run(app, ANN, ['start', { service: 'worker', commit: 'abcdef1' }]);
    const asked = await run(app, BOB, ['take-over', { service: 'worker', reason: 'it is on fire' }]);
    const deploy = /ann has been deploying worker at abcdef1 since .+ ET \(less than a minute\)\./;
    expect(asked).toMatchObject({
      decision: 'pending',
      message: expect.stringMatching(/^ann .*has held the worker deploy lock/),
    });
    expect(asked.message).toMatch(deploy);
    const taken = await run(app, BOB, ['take-over', asked.next[0]?.arguments ?? {}]);
    expect(taken.message).toMatch(/You took over the lock from ann, who gets a notice\./);
    expect(taken.message).toMatch(deploy);
    expect(taken.message).toContain('Its result is unknown now.');
  });
});

describe('deploy finish', () => {
  it('without a result is refused, and records nothing', async () => {
    const app = await anApp();
    await run(app, ANN, ['start', { service: 'worker' }]);
    await expect(run(app, ANN, ['finish', { service: 'worker' }])).rejects.toThrow(
      'result: is missing; write one of succeeded, failed.',
    );
    expect(await run(app, ANN, ['status', { service: 'worker' }])).toMatchObject({
      data: { locks: [{ deploy: { state: 'running' } }] },
    });
  });
});
