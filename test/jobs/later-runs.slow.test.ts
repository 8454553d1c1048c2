import { cp, mkdtempDisposable, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test as base, beforeAll, expect } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { candidatesOf } from '#src/pipeline/batch/candidates.ts';
import { openLaterRun } from '#src/pipeline/batch/open-later-run.ts';
import { readSlateGames } from '#src/pipeline/batch/open-slate.ts';
import { holdSlate, releaseSlate } from '#src/pipeline/batch/slate-hold.ts';
import type { SlateRow } from '#src/pipeline/results/read-slate.ts';
import { verifyPredictions } from '#src/pipeline/results/verify-predictions.ts';
import { withdrawRuledOut } from '#src/pipeline/withdrawals/withdraw-ruled-out.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { runChild } from '../workers/killed-slate.ts';
import { aGameDay, GAME_DATE, type GameDay } from './a-game-day.ts';

/** A data folder in which the early and the morning run have ended. The players `first` and `second` have a median line of 15.5. */
const morning = join(tmpdir(), `tipoff-morning-${process.pid}`);

beforeAll(async () => {
  const day = await aGameDay(morning);
  await day.run('predict-early', '02:30');
  for (const player of (await linedPlayers(day)).slice(0, 2)) await day.line(player, 15.5, '03:00');
  await day.run('predict-morning', '08:00');
  await day.close();
});

afterAll(() => rm(morning, { recursive: true, force: true }));

const test = base.extend<{ folder: string; day: GameDay; first: SlateRow; second: SlateRow }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  folder: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    await cp(morning, folder.path, { recursive: true });
    await use(folder.path);
  },
  day: async ({ folder }, use) => {
    const day = await aGameDay(folder);
    await use(day);
    await day.close();
  },
  first: async ({ day }, use) => use(at(await linedPlayers(day), 0)),
  second: async ({ day }, use) => use(at(await linedPlayers(day), 1)),
});

/** The headline rows of the players with a line, the first by id. */
async function linedPlayers(day: GameDay): Promise<readonly SlateRow[]> {
  const rows = (await day.slate()).filter((row) => row.is_headline && row.current_points_line !== null);
  return rows.toSorted((a, b) => a.player_lookup.localeCompare(b.player_lookup));
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`the list has only ${list.length} entries`);
  return found;
}

const headlineOf = async (day: GameDay, { player_lookup }: SlateRow) =>
  (await day.slate()).find((row) => row.is_headline && row.player_lookup === player_lookup);

/** The players whose active rows are of a generation. */
const playersOfGeneration = async (day: GameDay, generation: number) => {
  const rows = (await day.slate()).filter((row) => row.generation === generation);
  return [...new Set(rows.map(({ player_lookup }) => player_lookup))];
};

const newestNotice = async (day: GameDay) => (await day.announced('slate-changes')).at(-1);

/** Opens a later run without running its batch. */
const open = ({ app }: GameDay) =>
  openLaterRun(app, {
    gameDate: GAME_DATE,
    mode: 'FIRST',
    auditContext: systemAuditContext(app.audit, 'predict-morning'),
  });

test('a run without a change opens no generation, changes no message and says so', async ({ day }) => {
  const slate = await day.slate();
  const messages = [await day.announced('slate'), await day.announced('slate-changes')];
  const { batch_id } = await day.batch();

  expect(await day.run('predict-morning', '10:00')).toBe(
    `No player of ${GAME_DATE} has changed, so batch ${batch_id} stays as it is.`,
  );
  expect(await day.run('predict-morning', '10:00')).toBe(`The slate of ${GAME_DATE} has already been predicted.`);
  expect(await day.slate()).toEqual(slate);
  expect([await day.announced('slate'), await day.announced('slate-changes')]).toEqual(messages);
  expect(await day.batch()).toMatchObject({ generation: 2, examined_mode: 'FIRST' });
});

test('the last call without a change happens once, and no run follows it', async ({ day, first }) => {
  await day.run('predict-final', '13:00');
  expect(await day.run('predict-last-call', '16:00')).toMatch(/^(No player|Opened)/);
  await day.line(first, 19.5, '16:05');
  expect(await day.run('predict-last-call', '16:15')).toBe(`The slate of ${GAME_DATE} has already been predicted.`);
});

test('a player who was skipped for bad data is requested again when the mode is less strict', async ({ day }) => {
  const { batch_id, skipped } = await day.batch();
  expect(skipped).toMatchObject({ quality_too_low: 1 });
  expect(await day.run('predict-final', '13:00')).toBe(
    `Opened generation 3 of batch ${batch_id} in mode FINAL_RETRY for 1 changed player.`,
  );
});

test('a run predicts the player whose median line moved by exactly 0.5, and nobody else', async ({
  day,
  first,
  second,
}) => {
  const before = await day.slate();
  await day.line(first, 16, '09:00');
  await day.line(second, 15.75, '09:00');

  await day.run('predict-morning', '10:00');

  expect(await playersOfGeneration(day, 3)).toEqual([first.player_lookup]);
  const after = await day.slate();
  expect(after).toHaveLength(before.length);
  const batch = await day.batch();
  expect(await day.announced('slate')).toMatchObject([
    { rows: before.length, generation: 3, expected: batch.expected_players, predicted: batch.predicted },
  ]);
  expect(await newestNotice(day)).toMatchObject({
    generation: 3,
    counts: { line: 1 },
    named: [
      {
        player_name: first.player_name,
        line: { before: 15.5, now: 16 },
        points: { before: first.predicted_points, now: (await headlineOf(day, first))?.predicted_points },
      },
    ],
  });
  expect((await verifyPredictions(day.app, GAME_DATE, batch)).duplicates).toBe(0);
});

test('the picks of the message are read again for the whole slate', async ({ day, first }) => {
  const [shown] = await day.announced('slate');
  await day.line(first, 17.5, '09:00');
  await day.run('predict-morning', '10:00');
  const [message] = await day.announced('slate');
  const judged = (slate: typeof shown) =>
    (slate?.picks.length ?? 0) + Object.values(slate?.no_picks ?? {}).reduce((sum, number) => sum + number, 0);
  expect(judged(shown)).toBeGreaterThan(1);
  expect(judged(message)).toBe(judged(shown));
});

test('a player who is back from out is predicted again, and a player who is out is not', async ({ day, first }) => {
  await day.report({ player: first, status: 'Out', at: '08:30' });
  day.setClock('08:35');
  await withdrawRuledOut(day.app);
  expect(await headlineOf(day, first)).toBeUndefined();
  expect(await day.run('predict-morning', '09:00')).toContain('No player');

  await day.report({ player: first, status: 'Questionable', at: '09:30' });
  await day.run('predict-morning', '10:00');

  expect(await playersOfGeneration(day, 3)).toEqual([first.player_lookup]);
  expect(await newestNotice(day)).toMatchObject({
    counts: { back: 1 },
    named: [{ player_name: first.player_name, status: { before: 'out', now: 'questionable' } }],
  });
});

test('a player who becomes doubtful loses the predictions, and the thread says why', async ({ day, first }) => {
  await day.report({ player: first, status: 'Doubtful', at: '09:00' });
  await day.run('predict-morning', '10:00');
  expect(await headlineOf(day, first)).toBeUndefined();
  expect(await newestNotice(day)).toMatchObject({
    counts: { removed: 1 },
    named: [{ player_name: first.player_name, reason: 'player_doubtful', points: { now: null } }],
  });
  expect(await day.run('predict-morning', '11:00')).toContain('No player');
});

test('lines that are imported late bring players onto the slate, and give others their first line', async ({ day }) => {
  const unlined = (await day.slate()).find((row) => row.is_headline && row.current_points_line === null);
  const left = await notOnSlate(day);
  for (const player of [unlined, left]) if (player !== undefined) await day.line(player, 9.5, '09:00');
  await day.run('predict-morning', '10:00');
  const named = (await newestNotice(day))?.named ?? [];
  expect(named.map(({ kind, line }) => ({ kind, line }))).toEqual([
    { kind: 'new', line: { before: null, now: 9.5 } },
    ...(unlined === undefined ? [] : [{ kind: 'line', line: { before: null, now: 9.5 } }]),
  ]);
  expect((await day.batch()).expected_players).toBe((await day.announced('slate'))[0]?.expected);
});

/** A player who plays too little for the slate and has no line. */
async function notOnSlate({ app, slate }: GameDay) {
  const known = new Set((await slate()).map(({ player_lookup }) => player_lookup));
  const now = instantFromDate(app.now());
  const moment = { game_date: GAME_DATE, as_of: now, now };
  for await (const page of candidatesOf(app.warehouse, moment)) {
    const found = page.find(
      (each) => !known.has(each.player_lookup) && each.line === null && each.injury_status === null,
    );
    if (found !== undefined) return found;
  }
  throw new Error('every player of the league is on the slate');
}

test('a game that has begun is left alone, and later games are not', async ({ day }) => {
  const players = await linedPlayers(day);
  const { firstTipoff } = await readSlateGames(day.app.warehouse, GAME_DATE);
  if (firstTipoff === undefined) throw new Error('the date has no tip-off');
  const closedId = await gameAt(day, firstTipoff);
  const tipped = players.find(({ game_id }) => game_id === closedId);
  const later = players.find(({ game_id }) => game_id !== closedId);
  if (tipped === undefined || later === undefined) throw new Error('a game has no players');
  for (const player of [tipped, later]) await day.line(player, 30.5, '10:00');
  day.setInstant(new Date(firstTipoff.getTime() + 60_000));

  const opened = await open(day);

  if (opened.type !== 'opened') throw new Error(opened.type);
  await day.app.runner.run(opened.batchId);
  expect(await playersOfGeneration(day, opened.generation)).toEqual([later.player_lookup]);
  expect(await headlineOf(day, tipped)).toEqual(tipped);
});

async function gameAt({ app }: GameDay, tipoff: Date): Promise<string> {
  const now = instantFromDate(app.now());
  for await (const page of candidatesOf(app.warehouse, { game_date: GAME_DATE, as_of: now, now })) {
    const found = page.find(({ tipped_at }) => new Date(tipped_at).getTime() === tipoff.getTime());
    if (found !== undefined) return found.game_id;
  }
  throw new Error('no game tips at this time');
}

test('two runs at once open one generation', async ({ day, first }) => {
  await day.line(first, 16.5, '09:00');
  day.setClock('10:00');
  const opened = await Promise.all([open(day), open(day)]);
  expect(opened.map(({ type }) => type).toSorted()).toEqual([
    'opened',
    expect.stringMatching('superseded|no-published'),
  ]);
  expect((await day.app.runner.unfinished()).length).toBe(1);
});

test('a held slate publishes a later run when it is released', async ({ day, first }) => {
  const deps = { store: day.app.store, auditContext: systemAuditContext(day.app.audit, 'test') };
  await day.line(first, 16.5, '09:00');
  day.setClock('10:00');
  await holdSlate(deps, { hold_id: 'h1', game_date: GAME_DATE, reason: 'a wrong line', by: 'ann' });
  const opened = await open(day);
  if (opened.type !== 'opened') throw new Error(opened.type);
  const running = day.app.runner.run(opened.batchId);
  await expect
    .poll(
      async () => (await day.app.store.get({ ...day.playersOf(opened.batchId), id: first.player_lookup }))?.data.status,
      { timeout: 60_000 },
    )
    .toBe('predicted');
  expect((await headlineOf(day, first))?.generation).toBe(2);
  await releaseSlate(deps, { gameDate: GAME_DATE, by: 'ann' });
  await running;
  expect((await headlineOf(day, first))?.generation).toBe(3);
});

test.for([300, 900, 1_800])(
  'a kill after %d ms of a later run changes nothing of its end',
  async (killAfterMs, { folder }) => {
    const day = await aGameDay(folder);
    const first = at(await linedPlayers(day), 0);
    await day.line(first, 16, '09:00');
    day.setClock('10:00');
    const now = day.app.now();
    expect((await open(day)).type).toBe('opened');
    await day.close();

    await runChild(folder, { killAfterMs, now });

    const after = await aGameDay(folder);
    after.setClock('10:05');
    // On a fast machine, the run has ended before the kill. A second start would then predict the whole slate again.
    for (const batchId of await after.app.runner.unfinished()) await after.app.runner.run(batchId);
    expect(await after.run('predict-morning', '10:00')).toContain('has already been predicted');
    expect(await after.batch()).toMatchObject({ generation: 3, state: 'done' });
    expect(await playersOfGeneration(after, 3)).toEqual([first.player_lookup]);
    expect((await after.announced('slate-changes')).filter(({ generation }) => generation === 3)).toHaveLength(1);
    expect((await verifyPredictions(after.app, GAME_DATE, await after.batch())).duplicates).toBe(0);
    await after.close();
  },
);
