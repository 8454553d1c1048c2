import { expect, it } from 'vitest';
import { REQUIRED_COMMITS } from '#src/pipeline/batch/required-commit.ts';
import { readRequiredFix } from '#src/pipeline/tip-off/read-required-fix.ts';
import { STORE_TIME } from '#src/platform/document-store.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { aServingTarget, serves } from '../../coordination/deploys/a-serving-target.ts';
import { aRepository } from '../../platform/embedded/a-repository.ts';
import { aNight, aPrediction, DATE, playNight } from '../grading/a-night.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';

const emptied = warehouseOfFile();

it('is live if the services serve the commit and every prediction was made with it', async () => {
  const { fix, read } = await anEveningWithAFix();
  expect(await read(serves(fix), [fix, fix])).toEqual({
    state: 'yes',
    why: `${fix.slice(0, 12)} serves, and 2 predictions were made with it`,
  });
});

it('is not live if a service serves older code', async () => {
  const { before, fix, read } = await anEveningWithAFix();
  expect(await read(serves(before), [fix])).toMatchObject({
    state: 'no',
    why: expect.stringContaining('worker does not serve'),
  });
});

it('is not live if a prediction was made with older code', async () => {
  const { before, fix, read } = await anEveningWithAFix();
  expect(await read(serves(fix), [fix, before])).toMatchObject({
    state: 'no',
    why: expect.stringContaining('1 of the predictions were made without'),
  });
});

it('is unknown if nobody knows what serves, or with which code a prediction was made', async () => {
  const { fix, read } = await anEveningWithAFix();
  expect(await read(serves(null), [fix])).toMatchObject({ state: 'unknown' });
  expect(await read(serves(fix), [fix, null])).toMatchObject({ state: 'unknown' });
});

async function anEveningWithAFix() {
  const repository = aRepository();
  const before = repository.commit('Start', { run: '1' });
  const fix = repository.commit('Fix', { run: '2' });
  return {
    before,
    fix,
    read: async (worker: ReturnType<typeof serves>, builds: readonly (string | null)[]) => {
      const night = await aNight(await emptied());
      const predictions = builds.map((commit, index) =>
        aPrediction(night.batchId, { player_lookup: `player${index}`, build_commit_sha: commit }),
      );
      await playNight(night, { games: [], points: [], predictions });
      const required = { game_date: DATE, commit: fix, batch_id: night.batchId, required_at: STORE_TIME } as const;
      await night.store.create({ collection: REQUIRED_COMMITS, id: DATE }, required);
      const serviceMap = new Map([['worker', { predicts: true }]]);
      const deps = { ...night, serviceMap, history: gitHistory(repository.folder), target: aServingTarget({ worker }) };
      return await readRequiredFix(deps, DATE);
    },
  };
}
