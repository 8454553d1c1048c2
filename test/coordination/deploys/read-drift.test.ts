import { describe, expect, it } from 'vitest';
import { readDrift } from '#src/coordination/deploys/read-drift.ts';
import type { ServiceMap } from '#src/coordination/deploys/service-map.ts';
import type { DeployTarget } from '#src/platform/deploy-target.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { aRepository } from '../../platform/embedded/a-repository.ts';
import { aServingTarget, serves } from './a-serving-target.ts';

const NOW = new Date('2026-02-05T18:00:00Z');
const WORKER: ServiceMap = new Map([['worker', { paths: ['worker'], predicts: true }]]);

describe('readDrift', () => {
  it('compares the commit of the revision that carries traffic with main', async () => {
    const repository = aRepository();
    const deployed = repository.commit('Start', { 'worker/run.ts': '1', 'api/run.ts': '1' });
    repository.commit('Fix the API', { 'api/run.ts': '2' }, { at: '2026-02-05T17:00:00Z' });
    const main = repository.commit('Fix the worker', { 'worker/run.ts': '2' }, { at: '2026-02-05T17:00:00Z' });
    const target = aServingTarget({ worker: serves(deployed.slice(0, 7)) });
    expect(await read(repository.folder, target)).toMatchObject({
      main: { sha: main },
      services: [{ service: 'worker', drift: { type: 'behind', severity: 'info', commits: [{ sha: main }] } }],
    });
  });

  it('RT-21: an old revision that keeps the traffic drifts, although a newer one exists', async () => {
    const repository = aRepository();
    const old = repository.commit('Start', { 'worker/run.ts': '1' });
    const main = repository.commit('Fix', { 'worker/run.ts': '2' });
    const split = aServingTarget({
      worker: [
        { revision: 'worker-2', commit: main, percent: 90 },
        { revision: 'worker-1', commit: old, percent: 10 },
      ],
    });
    expect(await read(repository.folder, split)).toMatchObject({
      services: [
        { serving: [{ drift: { type: 'up-to-date' } }, { drift: { type: 'behind' } }], drift: { type: 'behind' } },
      ],
    });
  });

  it.each([
    ['the target does not know the service', aServingTarget({}), /Nobody has reported what worker serves/],
    ['no revision serves', aServingTarget({ worker: [] }), /No revision of worker serves/],
    [
      'the revision states no commit',
      aServingTarget({ worker: serves(null) }),
      /worker-00001 of worker does not state its commit/,
    ],
    ['the history was rewritten', aServingTarget({ worker: serves('abcdef1') }), /does not have the commit abcdef1/],
  ])('%s: unknown, and never up to date', async (_, target, why) => {
    const repository = aRepository();
    repository.commit('Start', { 'worker/run.ts': '1' });
    expect(await read(repository.folder, target)).toMatchObject({
      services: [{ drift: { type: 'unknown', why: expect.stringMatching(why) } }],
    });
  });

  it('is unknown if main lacks a path of the service, because a wrong path would hide every commit', async () => {
    const repository = aRepository();
    const sha = repository.commit('Start', { 'workers/run.ts': '1' });
    expect(await read(repository.folder, aServingTarget({ worker: serves(sha) }))).toMatchObject({
      services: [{ drift: { type: 'unknown', why: expect.stringContaining('Main does not have worker, from which') } }],
    });
  });

  it('is unknown without a repository, and still shows what serves', async () => {
    const target = aServingTarget({ worker: serves('abcdef1') });
    expect(await read('/nowhere', target)).toMatchObject({
      main: { type: 'unknown' },
      services: [{ serving: [{ commit: 'abcdef1' }], drift: { type: 'unknown' } }],
    });
  });
});

function read(folder: string, target: DeployTarget) {
  return readDrift({ serviceMap: WORKER, history: gitHistory(folder), target, now: () => NOW });
}
