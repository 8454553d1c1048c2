import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  copyOf,
  leagueFolder,
  meanOfOnePlayer,
  readEnd,
  removeFolder,
  runChild,
  type SlateEnd,
} from './killed-slate.ts';

const MOMENTS = 8;

let league: string;
let undisturbed: SlateEnd;
let undisturbedMs: number;
let deadlyPoints: string;

beforeAll(async () => {
  league = await leagueFolder();
  const folder = await copyOf(league);
  undisturbedMs = (await runChild(folder)).ms;
  undisturbed = await readEnd(folder);
  deadlyPoints = await meanOfOnePlayer(folder);
  await removeFolder(folder);
});

afterAll(() => removeFolder(league));

it.each(Array.from({ length: MOMENTS }, (_, index) => index))(
  'RT-31: after a kill at moment %i of eight and a restart, the table equals that of an undisturbed run',
  async (index) => {
    const folder = await copyOf(league);
    const share = (index + Math.random()) / MOMENTS;

    await runChild(folder, { killAfterMs: share * undisturbedMs });
    await runChild(folder);

    const end = await readEnd(folder);
    expect(end.rows).toEqual(undisturbed.rows);
    expect(end.duplicates).toBe(0);
    expect(end.batches.every(({ state }) => state === 'done')).toBe(true);
    expect(end.batches[0]).toMatchObject({ result: 'complete', failed: {}, missing: 0 });
    await removeFolder(folder);
  },
);

it('a player who crashes the process fails as crashed, and the others finish', async () => {
  const folder = await copyOf(league);
  let starts = 0;
  for (let end = 'killed'; end === 'killed' && starts < 10; starts += 1) {
    end = (await runChild(folder, { deadlyPoints })).end;
  }

  const { batches } = await readEnd(folder);

  expect(starts).toBe(5);
  expect(batches).toHaveLength(1);
  expect(batches[0]).toMatchObject({ state: 'done', result: 'complete', failed: { crashed: 1 }, missing: 0 });
  await removeFolder(folder);
});
