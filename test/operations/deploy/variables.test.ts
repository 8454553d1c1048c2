import { describe, expect, it } from 'vitest';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import { readAudit } from '#src/coordination/audit/read-audit.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import type { App } from '#src/operations/app.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import type { EnvironmentVariable } from '#src/platform/deploy-target.ts';
import { aTarget, serving, UNREACHABLE } from '../../coordination/deploys/shown-target.ts';
import { AGENT, ANN } from '../../coordination/identity/actors.ts';
import { anApp, run } from './a-deploy.ts';

const A = 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1';

function having(...names: readonly string[]) {
  return serving({ commit: A, variables: names.map((name): EnvironmentVariable => ({ name, from: 'value' })) });
}

/** A deploy of a service whose environment variables are `before` at the start and `after` at the end. */
async function aDeploy(
  before: ReturnType<typeof having> | typeof UNREACHABLE,
  after: ReturnType<typeof having> | typeof UNREACHABLE,
  start: object = {},
) {
  const { target, shown } = aTarget(before);
  const app = await anApp({ target });
  await run(app, ANN, ['start', { service: 'worker', commit: A, ...start }]);
  shown.serving = after;
  const outcome = await run(app, ANN, ['finish', { service: 'worker', result: 'succeeded' }]);
  return { app, outcome };
}

async function alertsOf(app: App) {
  const posts = await app.store.query({ collection: POSTS }, {});
  const all = posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
  return all.flatMap((post) => (post.type === 'deploy-alert' ? [post.problem] : []));
}

describe('RT-38: the finish of a deploy', () => {
  it('says loudly which environment variables disappeared', async () => {
    const { app, outcome } = await aDeploy(having('MODEL_PATH', 'LOG_LEVEL', 'DB_URL'), having('LOG_LEVEL'));
    expect(outcome).toMatchObject({ code: 'variables_lost', data: { lost_variables: ['MODEL_PATH', 'DB_URL'] } });
    expect(outcome.message).toContain(
      '⚠ worker had environment variables at the start of the deploy that it lacks now: MODEL_PATH, DB_URL. To put them back, set each with `--update-env-vars` or `--update-secrets`.',
    );
    expect(exitCodeOfOutcome(outcome)).toBe(6);
    expect(await alertsOf(app)).toEqual(['variables']);
  });

  it('finds a variable that one of two serving revisions lacks', async () => {
    const split = serving(
      { commit: A, percent: 90, variables: [{ name: 'MODEL_PATH', from: 'value' }] },
      { commit: A, percent: 10, variables: [] },
    );
    expect((await aDeploy(having('MODEL_PATH'), split)).outcome).toMatchObject({ code: 'variables_lost' });
  });

  it.each([
    ['variables were added', having('MODEL_PATH'), having('MODEL_PATH', 'NEW')],
    ['the service had none', having(), having('NEW')],
    ['nobody knows what it had', UNREACHABLE, having()],
    ['nobody knows what it has', having('MODEL_PATH'), UNREACHABLE],
    ['the revision states none', having('MODEL_PATH'), serving({ commit: A })],
  ])('says nothing if %s', async (_, before, after) => {
    const { app, outcome } = await aDeploy(before, after);
    expect(outcome).toMatchObject({ code: 'ok', data: { lost_variables: [] } });
    expect(await alertsOf(app)).toEqual([]);
  });

  it('names the variables that were removed on purpose, and alerts nobody', async () => {
    const start = { drop_variables: 'The old model is gone' };
    const { app, outcome } = await aDeploy(having('MODEL_PATH'), having(), start);
    expect(outcome).toMatchObject({ code: 'ok', data: { lost_variables: ['MODEL_PATH'] } });
    expect(outcome.message).toContain(
      'The deploy removes environment variables on purpose: "The old model is gone". worker no longer has MODEL_PATH.',
    );
    expect(await alertsOf(app)).toEqual([]);
    const started = (await readAudit(app.store, { subject: { kind: 'service', id: 'worker' }, limit: 50 })).filter(
      ({ action }) => action === 'lock.deploy-started',
    );
    expect(JSON.stringify(started)).toContain('The old model is gone');
  });
});

describe('deploy variables', () => {
  it('lists the names of the variables', async () => {
    const app = await anApp({ target: aTarget(having('MODEL_PATH', 'LOG_LEVEL')).target });
    expect(await run(app, ANN, ['variables', { service: 'worker' }])).toMatchObject({
      code: 'ok',
      message: 'worker has 2 environment variables: MODEL_PATH, LOG_LEVEL.',
      data: { drop_variables: null },
    });
  });

  it('says why they are unknown', async () => {
    const app = await anApp({ target: aTarget(UNREACHABLE).target });
    const outcome = await run(app, ANN, ['variables', { service: 'worker' }]);
    expect(outcome).toMatchObject({ data: { variables: null, why: UNREACHABLE.why } });
    expect(exitCodeOfOutcome(outcome)).toBe(3);
  });

  it('shows the reason of your own running deploy only', async () => {
    const app = await anApp({ target: aTarget(having('MODEL_PATH')).target });
    await run(app, ANN, ['start', { service: 'worker', drop_variables: 'The old model is gone' }]);
    const reasonFor = async (actor: typeof ANN) => (await run(app, actor, ['variables', { service: 'worker' }])).data;
    expect(await reasonFor(ANN)).toMatchObject({ drop_variables: 'The old model is gone' });
    expect(await reasonFor(AGENT)).toMatchObject({ drop_variables: null });
    await run(app, ANN, ['finish', { service: 'worker', result: 'succeeded' }]);
    expect(await reasonFor(ANN)).toMatchObject({ drop_variables: null });
  });
});
