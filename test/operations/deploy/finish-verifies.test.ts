import { describe, expect, it } from 'vitest';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import { DEPLOYS } from '#src/coordination/deploys/deploy-record.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import type { Commit, CommitHistory } from '#src/platform/commit-history.ts';
import { aTarget, serving, UNREACHABLE } from '../../coordination/deploys/shown-target.ts';
import { anApp, run } from './a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const A = 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1';
const B = 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2';

async function deploy(app: App, commit: string, result: 'succeeded' | 'failed' = 'succeeded') {
  await run(app, ANN, ['start', { service: 'worker', commit }]);
  return await run(app, ANN, ['finish', { service: 'worker', result }]);
}

describe('the finish of a deploy', () => {
  it('says which revision serves the claimed commit', async () => {
    const { target } = aTarget(serving({ commit: A }));
    const app = await anApp({ target });
    expect(await deploy(app, 'a1a1a1a')).toMatchObject({
      decision: 'done',
      code: 'ok',
      message:
        'The deploy of worker succeeded after less than a minute. worker serves the claimed commit (revision worker-00001). The lock was released.',
      data: { served: { verdict: 'matches', commit: A, revision: 'worker-00001' } },
    });
  });

  it('RT-21: is loud when the deploy claims A and B serves, and names the way back', async () => {
    const { target, shown } = aTarget(serving({ commit: B, revision: 'worker-00041' }));
    const app = await anApp({ target });
    await deploy(app, B);
    shown.serving = serving({ commit: B, revision: 'worker-00041' });
    const finished = await deploy(app, A);
    expect(finished).toMatchObject({
      decision: 'done',
      code: 'served_differs',
      data: {
        state: 'succeeded',
        served: { verdict: 'differs', commit: B, share: 0 },
        last_good: { commit: B, revision: 'worker-00041', verified: true },
      },
    });
    expect(finished.message).toContain('⚠ worker does not serve the claimed commit a1a1a1a1a1a1.');
    expect(finished.message).toContain('It serves b2b2b2b2b2b2 (revision worker-00041).');
    expect(finished.message).toContain('The last good commit of worker is b2b2b2b2b2b2 (revision worker-00041)');
    expect(finished.message).toContain('`gcloud run services update-traffic worker --to-revisions worker-00041=100`');
    expect(exitCodeOfOutcome(finished)).toBe(6);
  });

  it('says which share of the traffic the claimed commit gets', async () => {
    const { target } = aTarget(serving({ commit: B, percent: 90 }, { commit: A, percent: 10 }));
    const finished = await deploy(await anApp({ target }), A);
    expect(finished).toMatchObject({ code: 'served_partly', data: { served: { share: 10 } } });
    expect(finished.message).toContain('⚠ Only 10 % of the traffic of worker goes to the claimed commit');
    expect(exitCodeOfOutcome(finished)).toBe(6);
  });

  it('calls a target that cannot be read unknown, and never a match', async () => {
    const finished = await deploy(await anApp({ target: aTarget(UNREACHABLE).target }), A);
    expect(finished).toMatchObject({ code: 'ok', data: { served: { verdict: 'unknown' } } });
    expect(finished.message).toContain(`What worker serves is unknown. ${UNREACHABLE.why}`);
  });

  it('as failed names the last good commit, and says when none is known', async () => {
    const { target, shown } = aTarget(serving({ commit: B }));
    const app = await anApp({ target });
    expect((await deploy(app, A, 'failed')).message).toContain('No earlier deploy of worker is known to be good.');
    await deploy(app, B);
    shown.serving = UNREACHABLE;
    const failed = await deploy(app, A, 'failed');
    expect(failed).toMatchObject({ code: 'ok', data: { state: 'failed', last_good: { commit: B } } });
    expect(failed.message).toContain('The last good commit of worker is b2b2b2b2b2b2');
  });

  it('is recorded once: another result for the same deploy is refused', async () => {
    const app = await anApp({ target: aTarget(serving({ commit: A })).target });
    await run(app, ANN, ['claim', { service: 'worker', reason: 'Fix the filter' }]);
    await run(app, ANN, ['start', { service: 'worker', commit: A }]);
    await run(app, ANN, ['finish', { service: 'worker', result: 'succeeded' }]);
    expect(await run(app, ANN, ['finish', { service: 'worker', result: 'failed' }])).toMatchObject({
      decision: 'refused',
      code: 'deploy_ended',
    });
  });
});

describe('the record of a deploy', () => {
  it('is written with the start, and changes with the finish', async () => {
    const app = await anApp({ target: aTarget(serving({ commit: A })).target });
    const records = async () => (await app.store.query({ collection: DEPLOYS }, {})).map(({ data }) => data);
    await run(app, ANN, ['start', { service: 'worker', commit: A }]);
    expect(await records()).toMatchObject([{ service: 'worker', state: 'running', commit: A, served: null }]);
    await run(app, ANN, ['finish', { service: 'worker', result: 'succeeded' }]);
    expect(await records()).toMatchObject([{ state: 'succeeded', served: { verdict: 'matches' } }]);
  });

  it('of a deploy whose lock was released says that the result is unknown', async () => {
    const app = await anApp();
    await run(app, ANN, ['start', { service: 'worker', commit: A }]);
    await run(app, ANN, ['release', { service: 'worker' }]);
    const records = await app.store.query({ collection: DEPLOYS }, {});
    expect(records.map(({ data }) => data)).toMatchObject([{ state: 'unknown', served: null }]);
  });
});

describe('the start of a deploy', () => {
  const commits = (count: number): readonly Commit[] =>
    Array.from({ length: count }, (_, index) => ({
      sha: A,
      title: `Fix ${index}`,
      author: 'ann',
      committedAt: '2026-02-05T12:00:00Z',
      files: ['worker.py'],
    }));

  const aHistory = (range: { readonly ahead?: number; readonly behind?: number }): CommitHistory => ({
    compare: async () => ({
      type: 'known',
      base: B,
      head: A,
      ahead: commits(range.ahead ?? 0),
      behind: range.behind ?? 0,
    }),
    readMain: async () => ({ type: 'known', sha: A }),
    readMissingPaths: async () => ({ type: 'known', value: [] }),
    diffUrl: (base, head) => `https://github.com/ann/nba/compare/${base.slice(0, 7)}...${head.slice(0, 7)}`,
  });

  it.each([
    [{ ahead: 3 }, '3 commits go out. The changes: https://github.com/ann/nba/compare/b2b2b2b...a1a1a1a'],
    [{ ahead: 1 }, '1 commit goes out.'],
    [{ ahead: 1, behind: 2 }, '1 commit goes out, and 2 commits that served are taken back.'],
    [{ behind: 2 }, 'No commit goes out, and 2 commits that served are taken back.'],
    [{}, 'The claimed commit serves already.'],
  ])('counts the commits between what serves and the claimed one: %o', async (range, sentence) => {
    const app = await anApp({ target: aTarget(serving({ commit: B })).target, history: aHistory(range) });
    expect((await run(app, ANN, ['start', { service: 'worker', commit: A }])).message).toContain(sentence);
  });

  it('says why the commits are unknown', async () => {
    const why = 'The git repository does not have the commit a1a1a1a.';
    const history = { ...aHistory({}), compare: async () => ({ type: 'unknown', why }) as const };
    const app = await anApp({ target: aTarget(serving({ commit: B })).target, history });
    const { message } = await run(app, ANN, ['start', { service: 'worker', commit: A }]);
    expect(message).toContain(`Which commits go out is unknown. ${why}`);
  });
});
