import { describe, expect, it } from 'vitest';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import type { App } from '#src/operations/app.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { Problem } from '#src/platform/problem.ts';
import { aServingTarget, serves } from '../../coordination/deploys/a-serving-target.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { aNight, aPrediction, DATE, playNight } from '../../pipeline/grading/a-night.ts';
import { warehouseOfFile } from '../../pipeline/warehouse-of-file.ts';
import { aRepository } from '../../platform/embedded/a-repository.ts';
import { anApp, run } from './a-deploy.ts';

const emptied = warehouseOfFile();

describe('deploy contains', () => {
  it('is my fix live? yes for what was built from it or from a later commit', async () => {
    const { app, fix, later } = await aFixedRepository();
    const outcome = await run(await app({ worker: serves(later), bot: serves(fix) }), ANN, [
      'contains',
      { commit: fix },
    ]);
    expect(outcome.message).toContain(`The services worker, bot serve ${fix.slice(0, 12)}.`);
    expect(exitCodeOfOutcome(outcome)).toBe(0);
  });

  it('no for older code, also while only a part of the traffic gets it', async () => {
    const { app, before, fix } = await aFixedRepository();
    const split = [
      { revision: 'worker-2', commit: fix, percent: 90 },
      { revision: 'worker-1', commit: before, percent: 10 },
    ];
    const outcome = await run(await app({ worker: split, bot: serves(fix) }), ANN, ['contains', { commit: fix }]);
    expect(outcome.message).toContain('with all of its traffic: worker-1 (10 %) lacks it.');
    expect(outcome).toMatchObject({ code: 'not_contained', data: { services: [{ answer: 'no' }, { answer: 'yes' }] } });
    expect(exitCodeOfOutcome(outcome)).toBe(7);
  });

  it.each([
    ['nobody knows what serves', {}, /Nobody has reported what worker serves/],
    ['the history was rewritten', { worker: serves('abcdef1') }, /does not have the commit abcdef1/],
    ['no commit is stated', { worker: serves(null) }, /not recorded/],
  ])('RT-21: unknown if %s', async (_, services, why) => {
    const { app, fix } = await aFixedRepository();
    const outcome = await run(await app(services), ANN, ['contains', { commit: fix, service: 'worker' }]);
    expect(outcome.message).toMatch(why);
    expect(outcome.code).toBe('contains_unknown');
    expect(exitCodeOfOutcome(outcome)).toBe(3);
  });

  it("counts tonight's predictions by the code that made them", async () => {
    const { app, before, fix, later } = await aFixedRepository();
    const night = await aNight(await emptied());
    const by = (player: string, commit: string | null) =>
      aPrediction(night.batchId, { player_lookup: player, build_commit_sha: commit });
    const predictions = [by('ann', later), by('ben', fix), by('carl', before), by('dan', null), by('eve', 'abcdef1')];
    await playNight(night, { games: [], points: [], predictions });
    const warehouse = { warehouse: night.warehouse, now: () => new Date(`${DATE}T20:00:00Z`) };
    const asked = ['contains', { commit: fix, service: 'worker' }] as const;
    expect(await run(await app({ worker: serves(fix) }, warehouse), ANN, asked)).toMatchObject({
      message: expect.stringContaining(
        `Of 5 predictions for tonight, 2 were made with ${fix.slice(0, 12)}, 1 without it, 2 by code whose relation to it is unknown.`,
      ),
      data: { game_date: DATE, predictions: { yes: 2, no: 1, unknown: 2 } },
    });
  });

  it('still answers for the services while another process has the warehouse', async () => {
    const { app, fix } = await aFixedRepository();
    const warehouse = (await anApp()).warehouse;
    const held = {
      ...warehouse,
      query: () => Promise.reject(new Problem({ code: 'warehouse_held', message: 'Process 7 holds the data.' })),
    };
    const asked = ['contains', { commit: fix, service: 'worker' }] as const;
    expect(await run(await app({ worker: serves(fix) }, { warehouse: held }), ANN, asked)).toMatchObject({
      code: 'ok',
      message: expect.stringContaining("Tonight's predictions cannot be read: Process 7 holds the data."),
      data: { predictions: null },
    });
  });
});

async function aFixedRepository() {
  const repository = aRepository();
  const before = repository.commit('Start', { run: '1' });
  const fix = repository.commit('Fix', { run: '2' });
  const later = repository.commit('Go on', { run: '3' });
  const serviceMap = new Map(['worker', 'bot'].map((name) => [name, { predicts: name === 'worker' }]));
  const history = gitHistory(repository.folder);
  return {
    before,
    fix,
    later,
    app: (services: Parameters<typeof aServingTarget>[0], overrides: Partial<App> = {}) =>
      anApp({ serviceMap, history, target: aServingTarget(services), ...overrides }),
  };
}
