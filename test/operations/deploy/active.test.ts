import { describe, expect, it } from 'vitest';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import { renderActive } from '#src/bot/cli/render/render-active.ts';
import { activeDeploysBlocks } from '#src/bot/slack/messages/active-deploys.ts';
import type { ReplyData } from '#src/operations/registry.ts';
import { visibleText } from '../../bot/slack/messages/visible-text.ts';
import { AGENT, ANN } from '../../coordination/identity/actors.ts';
import { anApp, run } from './a-deploy.ts';
import { aBuild, aRevision, aTarget, type TargetFacts, WHY } from './a-target.ts';

describe('deploy active', () => {
  it('says so when nothing happens', async () => {
    const outcome = await active({});
    expect(outcome).toMatchObject({ decision: 'done', code: 'ok', data: { active: [], unknown: [] } });
    expect(outcome.message).toBe('Nobody is deploying. The last 5 minutes show no build and no new revision.');
    expect(exitCodeOfOutcome(outcome)).toBe(0);
  });

  it('shows builds and revisions with who is behind them, and that nobody announced them', async () => {
    const outcome = await active({ builds: [aBuild()], revisions: [aRevision({ service: 'bot', by: null })] });
    expect(outcome.message).toMatch(
      /^1 build and 1 new revision\. .*\nNobody announced 2 deploys of worker and bot\.$/,
    );
    expect(rowsOf(outcome)).toMatchObject([
      { kind: 'build', service: 'worker', state: 'running', by: 'trigger deploy-worker', announced: 'no', under: null },
      { kind: 'revision', service: 'bot', name: 'worker-00042', by: null, announced: 'no' },
    ]);
    expect(renderActive(dataOf(outcome))).toMatch(/worker +build +running +build-1 .*trigger deploy-worker .*nobody/);
    expect(visibleText(activeDeploysBlocks(dataOf(outcome)))).toContain('⚠ bot — revision worker-00042');
  });

  it('shows under which lock a build runs, and a deploy that the locks know', async () => {
    const app = await anApp({ target: aTarget(() => ({ builds: [aBuild()] })) });
    await run(app, AGENT, ['start', { service: 'worker', commit: '4f2c1ab' }]);
    const outcome = await run(app, ANN, ['active', {}]);
    expect(outcome.message).toBe(
      '1 deploy in progress and 1 build. Builds and revisions are those of the last 5 minutes.',
    );
    expect(rowsOf(outcome)).toMatchObject([
      { kind: 'deploy', service: 'worker', state: 'running', commit: '4f2c1ab', by: 'claude-7 for @ann', token: 1 },
      { kind: 'build', announced: 'yes', under: 'claude-7 for @ann', token: 1 },
    ]);
  });

  it('counts a deploy under the global lock as announced', async () => {
    const app = await anApp({ target: aTarget(() => ({ revisions: [aRevision()] })) });
    await run(app, ANN, ['claim', { service: 'global', reason: 'Migration' }]);
    expect(rowsOf(await run(app, ANN, ['active', {}]))).toMatchObject([{ announced: 'yes', under: 'ann', token: 1 }]);
  });

  it('shows a deploy once when only its own report knows of it', async () => {
    const app = await anApp();
    await run(app, ANN, ['start', { service: 'worker' }]);
    expect(rowsOf(await run(app, ANN, ['active', {}]))).toMatchObject([{ kind: 'deploy', service: 'worker' }]);
  });

  it('does not say who announced a build that names no service', async () => {
    const outcome = await active({ builds: [aBuild({ service: null })] });
    expect(rowsOf(outcome)).toMatchObject([{ service: null, announced: 'unknown', under: null }]);
    expect(outcome.message).not.toContain('Nobody announced');
  });
});

describe('a build that does not name its service', () => {
  it('is named with its commit', async () => {
    const outcome = await active({
      builds: [aBuild({ service: null, commit: '4f2c1ab' }), aBuild({ id: 'build-2', service: null, commit: null })],
    });
    expect(outcome.message).toContain(
      '2 builds do not name a service: build-1 of commit 4f2c1ab and build-2 of an unknown commit.',
    );
    expect(rowsOf(outcome)).toMatchObject([{ announced: 'unknown' }, { announced: 'unknown' }]);
  });

  it('belongs to the running deploy that claims its commit', async () => {
    const app = await anApp({ target: aTarget(() => ({ builds: [aBuild({ service: null, commit: '4f2c1ab' })] })) });
    await run(app, ANN, ['start', { service: 'worker', commit: '4f2c1ab' }]);
    const outcome = await run(app, ANN, ['active', {}]);
    expect(rowsOf(outcome)).toMatchObject([{ kind: 'deploy' }, { kind: 'build', announced: 'yes', under: 'ann' }]);
    expect(outcome.message).not.toContain('name a service');
  });
});

describe('a source that cannot be read is unknown, and never "nothing there"', () => {
  it.each([
    ['the builds', { buildsUnreadable: true }, 'Cloud Build in us-west2'],
    ['a service', { unreadable: ['worker'] }, 'worker'],
    ['several services', { unreadable: ['worker', 'bot'] }, 'bot, worker'],
  ] as const)('%s', async (_, facts, source) => {
    const outcome = await active(facts);
    expect(outcome).toMatchObject({
      decision: 'done',
      code: 'sources_unknown',
      data: { unknown: [{ source, why: WHY }] },
    });
    expect(outcome.message).toContain(`Unknown: ${source}. ${WHY}`);
    expect(outcome.message).not.toMatch(/^Nobody is deploying/);
    expect(exitCodeOfOutcome(outcome)).toBe(3);
  });

  it('shows what the other sources know', async () => {
    const outcome = await active({ buildsUnreadable: true, revisions: [aRevision()] });
    expect(rowsOf(outcome)).toMatchObject([{ kind: 'revision', service: 'worker' }]);
    expect(outcome.code).toBe('sources_unknown');
  });
});

async function active(facts: TargetFacts) {
  return await run(await anApp({ target: aTarget(() => facts) }), ANN, ['active', {}]);
}

function rowsOf(outcome: { readonly data: unknown }) {
  return dataOf(outcome).active;
}

function dataOf({ data }: { readonly data: unknown }) {
  return data as ReplyData<'deploy active'>;
}
