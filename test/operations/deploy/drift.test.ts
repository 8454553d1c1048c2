import { describe, expect, it } from 'vitest';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import type { DeployTarget } from '#src/platform/deploy-target.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { aServingTarget, serves } from '../../coordination/deploys/a-serving-target.ts';
import { aRepository } from '../../platform/embedded/a-repository.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const NOW = new Date('2026-02-05T18:00:00Z');
const AN_HOUR_AGO = { at: '2026-02-05T17:00:00Z' };

describe('deploy drift', () => {
  it('says which services lack which commits, and names the worst drift first', async () => {
    const repository = aRepository();
    const first = repository.commit('Start', { 'worker/run.ts': '0', 'bot/run.ts': '0' });
    for (const n of [1, 2, 3]) repository.commit(`Fix ${n}`, { 'worker/run.ts': `${n}` }, AN_HOUR_AGO);
    const app = await theApp(repository.folder, aServingTarget({ worker: serves(first), bot: serves(first) }));
    const { message, ...outcome } = await run(app, ANN, ['drift', {}]);
    expect(message).toBe(
      'The service worker is 3 commits behind main (warning). The service bot is up to date with main.',
    );
    expect(exitCodeOfOutcome(outcome)).toBe(7);
    expect(outcome).toMatchObject({
      code: 'drift',
      data: { services: [{ service: 'worker', behind: 3, undeployed: [] }, { service: 'bot' }] },
      next: [{ operation: 'deploy drift', arguments: { diff: true } }],
    });
  });

  it('--diff lists the newest ten undeployed commits', async () => {
    const repository = aRepository();
    const first = repository.commit('Start', { 'worker/run.ts': '0', 'bot/run.ts': '0' });
    for (const n of Array(12).keys()) repository.commit(`Fix ${n}`, { 'worker/run.ts': `${n + 1}` });
    const app = await theApp(repository.folder, aServingTarget({ worker: serves(first) }));
    const { data } = await run(app, ANN, ['drift', { service: 'worker', diff: true }]);
    const undeployed = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => expect.objectContaining({ title: `Fix ${n}` }));
    expect(data).toMatchObject({ services: [{ behind: 12, undeployed }] });
  });

  it('is fine if every service serves main, apart from documents', async () => {
    const repository = aRepository();
    const first = repository.commit('Start', { 'worker/run.ts': '0', 'bot/run.ts': '0' });
    repository.commit('Explain', { 'worker/README.md': 'How it works' });
    const app = await theApp(repository.folder, aServingTarget({ worker: serves(first), bot: serves(first) }));
    const outcome = await run(app, ANN, ['drift', {}]);
    expect(outcome).toMatchObject({ code: 'ok', message: 'The services worker, bot are up to date with main.' });
    expect(exitCodeOfOutcome(outcome)).toBe(0);
  });

  it('RT-21: what cannot be read is unknown, with the reason and an exit code of its own', async () => {
    const repository = aRepository();
    const first = repository.commit('Start', { 'worker/run.ts': '0', 'bot/run.ts': '0' });
    const app = await theApp(repository.folder, aServingTarget({ worker: serves(first), bot: serves('abcdef1') }));
    const outcome = await run(app, ANN, ['drift', {}]);
    expect(outcome.message).toContain(
      'The drift of bot is unknown: The git repository does not have the commit abcdef1. Fetch first: `git fetch`.',
    );
    expect(outcome.code).toBe('drift_unknown');
    expect(exitCodeOfOutcome(outcome)).toBe(3);
  });

  it('says that a service serves commits that main lacks', async () => {
    const repository = aRepository();
    repository.commit('Start', { 'worker/run.ts': '0', 'bot/run.ts': '0' });
    repository.git('checkout', '-q', '-b', 'trial');
    const trial = repository.commit('Try', { 'worker/run.ts': '1' });
    const app = await theApp(repository.folder, aServingTarget({ worker: serves(trial) }));
    expect(await run(app, ANN, ['drift', { service: 'worker' }])).toMatchObject({
      code: 'drift',
      message: 'The service worker is 1 commit ahead of main (warning).',
    });
  });

  it('refuses the name of a service that does not exist', async () => {
    const app = await theApp(aRepository().folder, aServingTarget({}));
    await expect(run(app, ANN, ['drift', { service: 'wroker' }])).rejects.toThrow(
      'The service "wroker" does not exist',
    );
  });
});

describe('deploy status', () => {
  it('shows the serving commit and the commits behind of every service beside its lock', async () => {
    const repository = aRepository();
    const first = repository.commit('Start', { 'worker/run.ts': '0', 'bot/run.ts': '0' });
    repository.commit('Fix', { 'worker/run.ts': '1' }, AN_HOUR_AGO);
    const app = await theApp(repository.folder, aServingTarget({ worker: serves(first) }));
    expect(await run(app, ANN, ['status', {}])).toMatchObject({
      data: {
        locks: [
          { service: 'worker', state: 'free', serving: { verdict: 'behind', behind: 1, commits: [{ commit: first }] } },
          { service: 'bot' },
          { service: 'global' },
        ],
        unseen: ['bot'],
      },
    });
  });
});

async function theApp(folder: string, target: DeployTarget) {
  const serviceMap = new Map([
    ['worker', { paths: ['worker'], predicts: true }],
    ['bot', { paths: ['bot'], predicts: false }],
  ]);
  return await anApp({ serviceMap, history: gitHistory(folder), target, now: () => NOW });
}
