import { describe, expect, it } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { alertDrift } from '#src/operations/deploy/alert-drift.ts';
import type { DeployTarget, ServingRevision } from '#src/platform/deploy-target.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { aServingTarget, serves } from '../../coordination/deploys/a-serving-target.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { aClockedStore } from '../../coordination/sessions/a-store.ts';
import { aRepository } from '../../platform/embedded/a-repository.ts';
import { anApp, ask } from './a-deploy.ts';

const NOW = new Date('2026-02-05T18:00:00Z');
const AN_HOUR_AGO = { at: '2026-02-05T17:00:00Z' };
const MINUTE_MS = 60_000;

describe('the alert of a drift', () => {
  it('is one card for all services that serve the commit, however often the job runs', async () => {
    const { repository, first, check, serve, posts } = await aDeployedRepository();
    serve({ worker: serves(first), coordinator: serves(first) });
    repository.commit('Fix the filter', { 'worker/run.ts': '1', 'coordinator/run.ts': '1' }, AN_HOUR_AGO);
    await check();
    await check();
    expect(await posts()).toEqual([
      expect.objectContaining({
        type: 'incident',
        title: 'Undeployed code (info): worker, coordinator',
        detail: expect.stringContaining('The newest undeployed commits: "Fix the filter".'),
        mentions: [],
        status: { state: 'open' },
      }),
    ]);
  });

  it('keeps its card while main moves on, and replies in the thread when it becomes critical', async () => {
    const { repository, first, check, serve, posts } = await aDeployedRepository();
    serve({ worker: serves(first) });
    repository.commit('Fix 1', { 'worker/run.ts': '1' }, AN_HOUR_AGO);
    await check();
    for (const n of [2, 3]) repository.commit(`Fix ${n}`, { 'worker/run.ts': `${n}` }, AN_HOUR_AGO);
    await check();
    expect(await posts()).toMatchObject([{ title: 'Undeployed code (warning): worker' }]);
    for (const n of [4, 5, 6]) repository.commit(`Fix ${n}`, { 'worker/run.ts': `${n}` }, AN_HOUR_AGO);
    await check();
    await check();
    expect(await posts()).toMatchObject([
      { title: 'Undeployed code (critical): worker', detail: expect.stringContaining('6 commits behind main') },
      { type: 'incident-reminder', reason: 'became-critical' },
    ]);
  });

  it('closes by itself when main serves', async () => {
    const { repository, first, check, serve, posts } = await aDeployedRepository();
    serve({ worker: serves(first) });
    const main = repository.commit('Fix', { 'worker/run.ts': '1' }, AN_HOUR_AGO);
    await check();
    serve({ worker: serves(main) });
    await check();
    expect(await posts()).toMatchObject([{ status: { state: 'resolved', by: null } }]);
  });

  it('RT-21: stays open while the drift is unknown', async () => {
    const { repository, first, check, serve, posts } = await aDeployedRepository();
    serve({ worker: serves(first) });
    repository.commit('Fix', { 'worker/run.ts': '1' }, AN_HOUR_AGO);
    await check();
    serve({});
    await check();
    expect(await posts()).toMatchObject([{ status: { state: 'open' } }]);
  });

  it('does not come for documents', async () => {
    const { repository, first, check, serve, posts } = await aDeployedRepository();
    serve({ worker: serves(first) });
    repository.commit('Explain', { 'docs/worker.md': 'x', 'worker/README.md': 'x' });
    await check();
    expect(await posts()).toEqual([]);
  });

  it('stays silent after a person resolved it, until main moves on', async () => {
    const { app, repository, first, check, serve, posts } = await aDeployedRepository();
    serve({ worker: serves(first) });
    repository.commit('Fix 1', { 'worker/run.ts': '1' }, AN_HOUR_AGO);
    await check();
    await ask(app, ANN, ['incidents resolve', { incident: `drift-${first.slice(0, 7)}` }]);
    await check();
    expect(await posts()).toHaveLength(1);
    repository.commit('Fix 2', { 'worker/run.ts': '2' }, AN_HOUR_AGO);
    await check();
    expect(await posts()).toHaveLength(2);
  });
});

describe('an unknown drift', () => {
  it('is said once when it has lasted an hour, and ends by itself', async () => {
    const { first, check, pass, serve, posts } = await aDeployedRepository();
    serve({ worker: serves('abcdef1') });
    await check();
    pass(59 * MINUTE_MS);
    await check();
    expect(await posts()).toEqual([]);
    pass(MINUTE_MS);
    await check();
    await check();
    expect(await posts()).toMatchObject([
      {
        title: 'Drift has been unknown for more than an hour',
        detail: expect.stringContaining('The git repository does not have the commit abcdef1'),
      },
    ]);
    serve({ worker: serves(first) });
    await check();
    expect(await posts()).toMatchObject([{ status: { state: 'resolved', by: null } }]);
  });

  it('is normal on a machine where nobody deploys', async () => {
    const { check, pass, posts } = await aDeployedRepository();
    await check();
    pass(2 * 60 * MINUTE_MS);
    await check();
    expect(await posts()).toEqual([]);
  });
});

/** A repository whose first commit may serve, and an app whose job compares the two. */
async function aDeployedRepository() {
  const repository = aRepository();
  const first = repository.commit('Start', { 'worker/run.ts': '0', 'coordinator/run.ts': '0' });
  const { store, pass } = aClockedStore();
  let current = aServingTarget({});
  const target: DeployTarget = { ...current, readServing: (service) => current.readServing(service) };
  const serviceMap = new Map(['worker', 'coordinator'].map((name) => [name, { paths: [name], predicts: true }]));
  const app = await anApp({ store, serviceMap, history: gitHistory(repository.folder), target, now: () => NOW });
  return {
    app,
    repository,
    first,
    pass,
    serve: (services: Readonly<Record<string, readonly ServingRevision[]>>) => {
      current = aServingTarget(services);
    },
    check: () => alertDrift(app, systemAuditContext(app.audit, 'check-drift')),
    posts: async () => {
      const found = await store.query({ collection: POSTS }, {});
      return found.map(({ data }) => JSON.parse(data.wanted));
    },
  };
}
