import { describe, expect, it } from 'vitest';
import { searchAudit } from '#src/coordination/audit/search-audit.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import { passGate, recordGate } from '#src/operations/batch/pass-gate.ts';
import { activeBatchRef } from '#src/pipeline/batch/active-batch.ts';
import { requiredCommitRef } from '#src/pipeline/batch/required-commit.ts';
import { STORE_TIME } from '#src/platform/document-store.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { aServingTarget, serves } from '../coordination/deploys/a-serving-target.ts';
import { AGENT, ANN } from '../coordination/identity/actors.ts';
import { aRepository } from '../platform/embedded/a-repository.ts';
import { anApp, ask } from './deploy/a-deploy.ts';

const NOW = new Date('2026-02-05T18:00:00Z');
const DATE = '2026-02-05';
const BATCH = 'batch_2026-02-05_1';
const AN_HOUR_AGO = { at: '2026-02-05T17:00:00Z' };

describe('the start of a batch', () => {
  it('is refused while a service that makes predictions is stale, and says what to do', async () => {
    const { app } = await aStaleWorker(6);
    expect(await ask(app, ANN, ['batch start', { date: DATE }])).toMatchObject({
      decision: 'refused',
      code: 'stale_code',
      message: `No batch was started for ${DATE}. The service worker is 6 commits behind main (critical). Deploy first, or start it in spite of that: \`tipoff batch start --date ${DATE} --skip-drift-check "<why>"\`.`,
    });
  });

  it.each([
    ['is five commits behind', 5],
    ['is up to date', 0],
  ])('passes while the worker %s', async (_, commits) => {
    const { app } = await aStaleWorker(commits);
    expect(await passGate(app, asked({}))).toMatchObject({ type: 'passed', overridden: [] });
  });

  it('passes while the drift is unknown, and shows it if somebody deploys', async () => {
    const { app, serve } = await aStaleWorker(6);
    serve('abcdef1');
    expect(await passGate(app, asked({}))).toMatchObject({
      type: 'passed',
      note: expect.stringContaining('The drift of worker is unknown: The git repository does not have'),
    });
    serve('nobody-deploys');
    expect(await passGate(app, asked({}))).toEqual({ type: 'passed', overridden: [], note: '' });
  });

  it('continues an open batch', async () => {
    const { app } = await aStaleWorker(6);
    const open = { game_date: DATE, batch_id: BATCH, claimed_at: STORE_TIME } as const;
    await app.store.create(activeBatchRef(DATE), open);
    expect(await passGate(app, asked({}))).toMatchObject({ type: 'passed' });
  });

  it('a person may override the check with a reason, which the audit shows', async () => {
    const { app } = await aStaleWorker(6);
    const request = asked({ skipReason: 'The deploy is broken' });
    const gate = await passGate(app, request);
    if (gate.type === 'refused') throw new Error(gate.outcome.message);
    await recordGate(app, { actor: ANN, request: 'r1' }, { ...request, batchId: BATCH, gate });
    const { records } = await searchAudit(app.store, { subject: { kind: 'batch', id: BATCH }, limit: 10 });
    expect(records).toMatchObject([
      {
        action: 'batch.drift_check_skipped',
        actor: { name: 'ann' },
        after: expect.stringContaining('The deploy is broken'),
      },
    ]);
  });

  it('an agent may not, and gets the command for a person', async () => {
    const { app } = await aStaleWorker(6);
    const gate = await passGate(app, asked({ skipReason: 'The deploy is broken', actor: AGENT }));
    expect(gate).toMatchObject({
      type: 'refused',
      outcome: {
        code: 'stale_code',
        message: expect.stringContaining(
          'ask a person to run `tipoff batch start --date 2026-02-05 --skip-drift-check',
        ),
      },
    });
  });
});

describe('the start of a batch that requires a commit', () => {
  it('passes if every service that makes predictions serves it, and records it', async () => {
    const { app, main, serve } = await aStaleWorker(6);
    serve(main);
    const request = asked({ require: main.slice(0, 7) });
    const gate = await passGate(app, request);
    if (gate.type === 'refused') throw new Error(gate.outcome.message);
    await recordGate(app, { actor: ANN, request: 'r1' }, { ...request, batchId: BATCH, gate });
    expect((await app.store.get(requiredCommitRef(DATE)))?.data).toMatchObject({ commit: main.slice(0, 7) });
  });

  it('is refused if one does not serve it', async () => {
    const { app, main } = await aStaleWorker(1);
    expect(await passGate(app, asked({ require: main }))).toMatchObject({
      outcome: { code: 'commit_not_live', message: expect.stringContaining('The service worker does not serve') },
    });
  });

  it('is refused if it is unknown', async () => {
    const { app, main, serve } = await aStaleWorker(1);
    serve('nobody-deploys');
    expect(await passGate(app, asked({ require: main }))).toMatchObject({
      outcome: { code: 'commit_unknown', message: expect.stringContaining('It is unknown whether worker serves') },
    });
  });

  it('is refused if no service makes predictions, because nothing would be checked', async () => {
    const app = await anApp({ serviceMap: new Map([['bot', { predicts: false }]]) });
    expect(await passGate(app, asked({ require: 'abcdef1' }))).toMatchObject({ outcome: { code: 'commit_unknown' } });
  });
});

function asked(given: { readonly require?: string; readonly skipReason?: string; readonly actor?: Actor }) {
  const { require, skipReason, actor = ANN } = given;
  return { gameDate: DATE, require, skipReason, actor };
}

/** An app whose worker serves the first commit of a repository, so many commits behind main. */
async function aStaleWorker(commits: number) {
  const repository = aRepository();
  const first = repository.commit('Start', { run: '0' });
  for (const n of Array(commits).keys()) repository.commit(`Fix ${n}`, { run: `${n + 1}` }, AN_HOUR_AGO);
  let served = first;
  const readServing = (service: string) =>
    aServingTarget(served === 'nobody-deploys' ? {} : { worker: serves(served) }).readServing(service);
  const app = await anApp({
    serviceMap: new Map([
      ['worker', { predicts: true }],
      ['bot', { predicts: false }],
    ]),
    history: gitHistory(repository.folder),
    target: { ...aServingTarget({}), readServing },
    now: () => NOW,
  });
  return {
    app,
    main: repository.git('rev-parse', 'main'),
    serve: (commit: string) => {
      served = commit;
    },
  };
}
