import { expect, it } from 'vitest';
import { personAt } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { claimDeployLock } from '#src/operations/deploy/claim.ts';
import { startServiceDeploy } from '#src/operations/deploy/start.ts';
import { takeOverDeployLock } from '#src/operations/deploy/take-over.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('cli', { name: 'ann' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });
const CLAIM = { service: 'worker', reason: 'a fix', for: '30m', without_lock: false };
const TAKE_OVER = { service: 'worker', reason: 'a fix', for: '30m' };

function claim(app: App, given: Partial<typeof CLAIM> = {}, actor = ANN) {
  const input = { ...CLAIM, ...given };
  return claimDeployLock.run(app, { input, actor, request: 'mine', progress: () => undefined });
}

it('a request id with other values is refused, and nothing is changed', async () => {
  const app = await anApp();
  await claim(app);
  for (const other of [{ reason: 'a revert' }, { for: '2h' }, { service: 'bot' }]) {
    await expect(claim(app, other)).rejects.toMatchObject({ name: 'Problem', code: 'request_reused' });
  }
  const taken = { input: TAKE_OVER, actor: ANN, request: 'mine', progress: () => undefined };
  await expect(takeOverDeployLock.run(app, taken)).rejects.toMatchObject({ code: 'request_reused' });
  expect((await run(app, ANN, ['status', {}])).message).toBe('ann holds worker. The other services are free.');
});

it('the same values repeat the request, and another session may use the same id', async () => {
  const app = await anApp();
  const { data } = await claim(app);
  expect(await claim(app)).toMatchObject({ code: 'ok', data });
  expect(await claim(app, { service: 'bot' }, BEN)).toMatchObject({ code: 'ok' });
});

it('the id of a running deploy is refused for another commit', async () => {
  const app = await anApp();
  await claim(app);
  const start = (commit: string) => {
    const asked = {
      input: { service: 'worker', commit, for: '30m' },
      actor: ANN,
      request: 'go',
      progress: () => undefined,
    };
    return startServiceDeploy.run(app, asked);
  };
  expect(await start('aaaaaaa')).toMatchObject({ code: 'ok' });
  expect(await start('aaaaaaa')).toMatchObject({ code: 'ok', data: { commit: 'aaaaaaa' } });
  expect(await start('bbbbbbb')).toMatchObject({ decision: 'refused', code: 'deploy_running' });
});

it('the id of a refused request can be used again', async () => {
  const app = await anApp();
  await run(app, BEN, ['claim', { service: 'worker', reason: 'a fix' }]);
  expect(await claim(app)).toMatchObject({ code: 'lock_held' });
  expect(await claim(app, { service: 'bot' })).toMatchObject({ code: 'ok' });
});
