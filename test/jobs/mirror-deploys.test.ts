import { describe, expect, it } from 'vitest';
import { DEPLOYS } from '#src/coordination/deploys/deploy-record.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { mirrorNewDeploys } from '#src/jobs/mirror-deploys.ts';
import { runJobNow } from '#src/operations/jobs/run-job.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { githubClient } from '#src/platform/github/github-client.ts';
import { githubDeployments } from '#src/platform/github/github-deployments.ts';
import { githubHistory } from '#src/platform/github/github-history.ts';
import { aTarget, serving } from '../coordination/deploys/shown-target.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { anApp, run } from '../operations/deploy/a-deploy.ts';
import { memoryStore } from '../pipeline/pipeline-stores.ts';
import { aRepository } from '../platform/embedded/a-repository.ts';
import { aGithub } from '../platform/github/a-github.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = Date.parse('2026-02-05T23:00:00Z');

describe('a deploy on GitHub', () => {
  it('is a deployment of its service and commit, which follows the deploy', async () => {
    const world = await aWorld();
    await run(world.app, ANN, ['start', { service: 'worker', commit: world.fix }]);
    await world.mirror();
    expect(world.deployments()).toMatchObject([
      {
        environment: 'worker',
        sha: world.fix,
        description: 'Deploy of worker by ann',
        statuses: [
          { state: 'in_progress', log_url: `https://github.com/owner/nba/compare/${world.old}...${world.fix}` },
        ],
      },
    ]);
    world.serves(world.fix);
    await run(world.app, ANN, ['finish', { service: 'worker', result: 'succeeded' }]);
    await world.mirror();
    await world.mirror();
    expect(world.states()).toEqual([['in_progress', 'success']]);
    expect(world.deployments()[0]?.statuses[1]).toMatchObject({ description: 'worker serves this commit.' });
  });

  it('gets the full hash of a shortened commit', async () => {
    const world = await aWorld();
    await world.deploy(world.fix.slice(0, 7));
    await world.mirror();
    expect(world.deployments()).toMatchObject([{ sha: world.fix }]);
  });

  it('is inactive after a newer deploy of the service, and not after one of another service', async () => {
    const world = await aWorld();
    await world.deploy(world.old);
    await world.mirror();
    await world.deploy(world.fix, { service: 'bot' });
    await world.mirror();
    expect(world.states()).toEqual([
      ['in_progress', 'success'],
      ['in_progress', 'success'],
    ]);
    await world.deploy(world.fix);
    await world.mirror();
    expect(world.states()[0]).toEqual(['in_progress', 'success', 'inactive']);
  });

  it('that is shown late does not replace a newer one', async () => {
    const world = await aWorld();
    await world.deploy(world.old);
    world.later(MINUTE_MS);
    await world.deploy(world.fix);
    await world.mirror();
    expect(world.states()).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
    ]);
  });

  it.each([
    ['failed', 'failure', 'The deploy of worker failed.'],
    ['mismatched', 'error', /^Reported as succeeded, but worker serves [0-9a-f]{40}\.$/],
    ['lost', 'error', 'The deploy of worker ended without a result.'],
  ] as const)('that %s has the state %s', async (how, state, description) => {
    const world = await aWorld();
    await run(world.app, ANN, ['start', { service: 'worker', commit: world.fix }]);
    if (how === 'lost') await run(world.app, ANN, ['release', { service: 'worker' }]);
    else
      await run(world.app, ANN, ['finish', { service: 'worker', result: how === 'failed' ? 'failed' : 'succeeded' }]);
    await world.mirror();
    expect(world.states()).toEqual([['in_progress', state]]);
    const pattern = typeof description === 'string' ? description : expect.stringMatching(description);
    expect(world.deployments()[0]?.statuses[1]).toMatchObject({ description: pattern });
  });

  it('without a commit is shown when its commit is seen to serve', async () => {
    const world = await aWorld();
    await run(world.app, ANN, ['start', { service: 'worker' }]);
    await world.mirror();
    expect(world.deployments()).toEqual([]);
    await run(world.app, ANN, ['finish', { service: 'worker', result: 'succeeded' }]);
    await world.mirror();
    expect(world.deployments()).toMatchObject([{ sha: world.old }]);
    expect(world.states()).toEqual([['in_progress', 'success']]);
  });
});

describe('a mirror that is killed or cut off', () => {
  it.each(['POST /repos/owner/nba/deployments', 'POST /repos/owner/nba/deployments/1/statuses'])(
    'after %s has taken effect finds the deployment and its statuses again',
    async (request) => {
      const world = await aWorld();
      await world.deploy(world.fix);
      world.github.loseAnswerOf(request);
      expect(await world.mirror()).toContain('1 deploy cannot be shown yet.');
      expect(await world.mirror()).toContain('GitHub shows 1 changed deploy.');
      expect(world.states()).toEqual([['in_progress', 'success']]);
    },
  );

  it('before it records what it has shown changes nothing at the next run', async () => {
    const world = await aWorld();
    await world.deploy(world.fix);
    const killed = await world.again({ update: () => Promise.reject(new Error('killed')) });
    await expect(killed.mirror()).rejects.toThrow('killed');
    expect(await world.mirror()).toContain('GitHub shows 1 changed deploy.');
    expect(world.states()).toEqual([['in_progress', 'success']]);
  });

  it('shows a change that comes while it works at the next run', async () => {
    const world = await aWorld();
    await run(world.app, ANN, ['start', { service: 'worker', commit: world.fix }]);
    const slow = await world.again({
      update: async (ref, fields, version) => {
        await run(world.app, ANN, ['finish', { service: 'worker', result: 'failed' }]);
        return await world.store.update(ref, fields, version);
      },
    });
    await slow.mirror();
    await world.mirror();
    expect(world.states()).toEqual([['in_progress', 'failure']]);
  });

  it('works once in two processes at the same time', async () => {
    const world = await aWorld();
    await world.deploy(world.fix);
    const other = await world.again();
    await Promise.all([world, other].map(({ app }) => runJobNow(app, mirrorNewDeploys)));
    expect(world.states()).toEqual([['in_progress', 'success']]);
  });

  it('closes the copy that a process creates whose lease has passed to another one', async () => {
    const world = await aWorld();
    await world.deploy(world.fix);
    const other = await world.again();
    // Without the lease of the job, both list before one of them creates.
    await Promise.all([world.mirror(), other.mirror()]);
    await world.touch();
    await world.mirror();
    const ofWorker = world.deployments().filter(({ environment }) => environment === 'worker');
    const open = ofWorker.filter(({ statuses }) => statuses.at(-1)?.state !== 'inactive');
    expect(open).toHaveLength(1);
  });
});

describe('a mirror that cannot show a deploy', () => {
  it('is an incident after ten minutes, which ends by itself, and no deploy waits for it', async () => {
    const world = await aWorld();
    world.github.fail({ status: 502 });
    expect(await world.deploy(world.fix)).toMatchObject({ decision: 'done' });
    expect(await world.mirror()).toBe('GitHub shows 0 changed deploys. 1 deploy cannot be shown yet.');
    world.later(9 * MINUTE_MS);
    await world.mirror();
    expect(await world.incidents()).toEqual([]);
    world.later(2 * MINUTE_MS);
    await world.mirror();
    expect(await world.incidents()).toMatchObject([
      { state: 'open', title: 'GitHub does not show all deploys', detail: expect.stringContaining('status 502') },
    ]);
    world.github.recover();
    await world.mirror();
    expect(await world.incidents()).toMatchObject([{ state: 'resolved', resolved_by: null }]);
    expect(world.states()).toEqual([['in_progress', 'success']]);
  });

  it.each([
    [{ status: 401 }, 'GitHub refuses the token in TIPOFF_GITHUB_TOKEN.'],
    [{ status: 403 }, 'Give it the permission “Deployments: write”, or set TIPOFF_GITHUB_DEPLOYMENTS=off.'],
    [{ status: 404 }, 'Correct TIPOFF_REPOSITORY'],
  ])('says what to do about %j', async (failure, advice) => {
    const world = await aWorld();
    world.github.fail(failure);
    await world.deploy(world.fix);
    world.later(11 * MINUTE_MS);
    await world.mirror();
    expect(await world.incidents()).toMatchObject([{ detail: expect.stringContaining(advice) }]);
  });

  it('asks once for all deploys, and not before the limit of requests is reset', async () => {
    const world = await aWorld();
    await world.deploy(world.fix);
    await world.deploy(world.fix, { service: 'bot' });
    const before = world.github.asked.length;
    const reset = String((START + 30 * MINUTE_MS) / 1_000);
    world.github.fail({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } });
    await world.mirror();
    world.github.recover();
    world.later(29 * MINUTE_MS);
    expect(await world.mirror()).toContain('2 deploys cannot be shown yet.');
    expect(world.github.asked).toHaveLength(before + 1);
    expect(await world.incidents()).toMatchObject([{ detail: expect.stringContaining('until 2026-02-05T23:30:00') }]);
    world.later(MINUTE_MS);
    await world.mirror();
    expect(world.states()).toHaveLength(2);
  });

  it('continues with the others if GitHub does not have the commit, and shows it after the push', async () => {
    const world = await aWorld();
    const unpushed = 'f'.repeat(40);
    await world.deploy(unpushed, { result: 'failed' });
    await world.deploy('fffffff', { service: 'grading', result: 'failed' });
    await world.deploy(world.fix, { service: 'bot' });
    world.later(11 * MINUTE_MS);
    expect(await world.mirror()).toBe('GitHub shows 1 changed deploy. 2 deploys cannot be shown yet.');
    expect(world.deployments()).toMatchObject([{ environment: 'bot' }]);
    expect(await world.incidents()).toMatchObject([
      { detail: expect.stringContaining(`GitHub does not have the commit ${unpushed} of owner/nba. Push it.`) },
    ]);
    world.later(24 * HOUR_MS);
    expect(await world.mirror()).toContain('Gave up on 2 deploys after a day.');
    expect(await world.incidents()).toMatchObject([{ state: 'resolved' }]);
  });
});

it('without a mirror, the deploys are only in Tipoff', async () => {
  const app = await anApp({ store: memoryStore() });
  await run(app, ANN, ['start', { service: 'worker' }]);
  expect(await mirrorNewDeploys.run(app, new Date(START))).toBe('No mirror of the deploys is configured.');
});

async function aWorld() {
  let nowMs = START;
  const store = memoryStore(() => nowMs * 1_000);
  const repository = aRepository();
  const old = repository.commit('Start', { a: '1' });
  const fix = repository.commit('Fix', { a: '2' });
  const github = await aGithub(repository);
  const { target, shown } = aTarget(serving({ commit: old }));
  const serves = (commit: string) => {
    shown.serving = serving({ commit });
  };
  const process = async (changes: Partial<DocumentStore> = {}) => {
    const client = githubClient({ ...github.settings, token: 'ghp_1', now: () => nowMs });
    const app = await anApp({
      store: { ...store, ...changes },
      target,
      history: { ...gitHistory(repository.folder), diffUrl: githubHistory(client).diffUrl },
      mirror: githubDeployments(client),
    });
    return { app, mirror: (): Promise<string> => mirrorNewDeploys.run(app, new Date(nowMs)) };
  };
  const first = await process();
  const { app } = first;
  return {
    ...first,
    store,
    github,
    old,
    fix,
    serves,
    /** Another process on the same store, of which some methods are replaced. */
    again: process,
    deploy: async (
      commit: string,
      { service = 'worker', result = 'succeeded' }: { readonly service?: string; readonly result?: string } = {},
    ) => {
      await run(app, ANN, ['start', { service, commit }]);
      serves(commit);
      return await run(app, ANN, ['finish', { service, result }]);
    },
    /** Makes every deploy due again, as its next change does. */
    touch: async () => {
      for (const { id, version } of await store.query({ collection: DEPLOYS }, {})) {
        await store.update({ collection: DEPLOYS, id }, { mirror_due_since: await store.now() }, version);
      }
    },
    later: (ms: number) => {
      nowMs += ms;
    },
    deployments: () => github.deployments,
    states: () => github.deployments.map(({ statuses }) => statuses.map(({ state }) => state)),
    incidents: async () => (await store.query({ collection: INCIDENTS }, {})).map(({ data }) => data),
  };
}
