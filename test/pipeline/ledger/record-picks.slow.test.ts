import { expect, it } from 'vitest';
import * as z from 'zod';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { unreadReceipts } from '#src/coordination/outbox/receipt.ts';
import { sendPost } from '#src/coordination/outbox/send-post.ts';
import { slatePostKey } from '#src/pipeline/batch/announce-batch.ts';
import { keepTippedPicks } from '#src/pipeline/ledger/keep-tipped-picks.ts';
import { type RecordPicksDeps, recordPicks } from '#src/pipeline/ledger/record-picks.ts';
import type { SlatePick } from '#src/pipeline/pricing/slate-picks.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { withdrawalRef } from '#src/pipeline/withdrawals/withdrawal.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { fillTable } from '../fill-table.ts';
import { memoryStore } from '../pipeline-stores.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';
import { aSlateMessage } from './a-slate-message.ts';
import { aPick, DATE, evening, GAME, OTHER_GAME } from './a-slate-pick.ts';

const emptied = warehouseOfFile();
const Recorded = z.object({
  player_lookup: z.string(),
  side: z.string(),
  line: z.number(),
  price: z.number(),
  state: z.string(),
});
const RECORDED =
  'SELECT player_lookup, side, line, price, state FROM nba_predictions.published_picks ORDER BY game_date, player_lookup';

interface Evening extends RecordPicksDeps {
  /** Sets the clock to a time of the evening in New York. */
  readonly at: (time: string) => void;
  readonly want: (picks: readonly SlatePick[]) => Promise<void>;
  readonly send: () => Promise<void>;
  readonly show: (time: string, picks: readonly SlatePick[]) => Promise<void>;
  readonly games: (tipoffs: Readonly<Record<string, string>>, gameDate?: string) => Promise<void>;
  readonly ledger: () => Promise<readonly string[]>;
}

/** The evening of a game date with one game at 7 PM and one at 10 PM. */
async function anEvening(): Promise<Evening> {
  let now = new Date(evening('17:00'));
  const warehouse = await emptied();
  const store = memoryStore(() => now.getTime() * 1000);
  const key = slatePostKey(DATE);
  const announcements = { show: async () => ({ channel: 'C1', ts: '1' }) };
  const deps: Evening = {
    store,
    warehouse,
    now: () => now,
    at: (time) => {
      now = new Date(evening(time));
    },
    want: (picks) =>
      store.transaction((transaction) =>
        enqueuePosts(transaction, [{ key, announcement: aSlateMessage(picks), receipt: 'kept' }]),
      ),
    send: async () => {
      await sendPost({ store, announcements }, key);
    },
    show: async (time, picks) => {
      deps.at(time);
      await deps.want(picks);
      await deps.send();
    },
    games: (tipoffs, gameDate = DATE) =>
      fillTable(
        warehouse,
        schedule,
        Object.entries(tipoffs).map(([game_id, tipoff]) => ({
          season: '2025-26',
          season_type: 'regular',
          game_date: gameDate,
          game_id,
          home_team: 'CHA',
          away_team: 'HOU',
          tipoff_utc: evening(tipoff),
        })),
      ),
    ledger: async () =>
      (await warehouse.query({ sql: RECORDED }, Recorded)).map((row) =>
        [row.player_lookup, row.side, row.line, row.price, row.state].join(' '),
      ),
  };
  await deps.games({ [GAME]: '19:00', [OTHER_GAME]: '22:00' });
  return deps;
}

const nextDay = new Date('2026-02-06T14:00:00Z');
const ANN = 'ann OVER 21.5 120 published';

it('records the picks of a game when it has tipped, and those of a later game later', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann'), aPick('cleo', { game_id: OTHER_GAME })]);
  deps.at('18:59');
  expect(await recordPicks(deps)).toBe(0);
  deps.at('19:00');
  expect(await recordPicks(deps)).toBe(1);
  expect(await deps.ledger()).toEqual([ANN]);
  deps.at('22:05');
  expect(await recordPicks(deps)).toBe(1);
  expect(await deps.ledger()).toEqual([ANN, 'cleo OVER 21.5 120 published']);
});

it('records nothing twice, in repeated and in parallel runs', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  deps.at('19:00');
  await Promise.all([recordPicks(deps), recordPicks(deps)]);
  expect(await recordPicks(deps)).toBe(0);
  expect(await deps.ledger()).toEqual([ANN]);
});

it('does not change a recorded pick when the channel shows another price after the tip-off', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  await deps.show('19:01', [aPick('ann', { price: 300, side: 'UNDER' }), aPick('ben')]);
  await recordPicks(deps);
  await deps.show('19:07', [aPick('ann', { line: 1.5 })]);
  await recordPicks(deps);
  expect(await deps.ledger()).toEqual([ANN]);
});

it('records what the channel showed at the tip-off when the process was down for a day', async () => {
  const deps = { ...(await anEvening()) };
  await deps.show('17:00', [aPick('ann')]);
  await deps.show('18:00', [aPick('ann', { line: 23.5 }), aPick('cleo', { game_id: OTHER_GAME })]);
  await deps.show('19:30', [aPick('cleo', { game_id: OTHER_GAME, price: -105 })]);
  expect(await recordPicks({ ...deps, now: () => nextDay })).toBe(2);
  expect(await deps.ledger()).toEqual(['ann OVER 23.5 120 published', 'cleo OVER 21.5 -105 published']);
});

it('does not record picks that were wanted before the tip-off and sent after it', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  deps.at('18:59');
  await deps.want([aPick('ben')]);
  deps.at('19:20');
  await deps.send();
  await recordPicks(deps);
  expect(await deps.ledger()).toEqual([ANN]);
});

it('completes the recording that a crash interrupted', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann'), aPick('ben')]);
  deps.at('19:05');
  let writes = 0;
  const dying: RecordPicksDeps = {
    ...deps,
    warehouse: {
      ...deps.warehouse,
      query: deps.warehouse.query.bind(deps.warehouse),
      execute: async (statement, jobId) => {
        writes += 1;
        if (writes === 2) throw new Unavailable('The warehouse', undefined);
        await deps.warehouse.execute(statement, jobId);
      },
    },
  };
  await expect(recordPicks(dying)).rejects.toThrow(Unavailable);
  expect(await recordPicks(deps)).toBe(1);
  expect(await deps.ledger()).toEqual([ANN, 'ben OVER 21.5 120 published']);
});

it('records no pick of a game that was postponed before its tip-off', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  await deps.games({ [GAME]: '19:00' }, '2026-02-07');
  expect(await recordPicks({ ...deps, now: () => nextDay })).toBe(0);
  expect(await unreadReceipts(deps.store)).toEqual([]);
});

it('waits for a tip-off that was delayed before it passed', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  await deps.games({ [GAME]: '19:30' });
  deps.at('19:10');
  expect(await recordPicks(deps)).toBe(0);
  await deps.show('19:20', [aPick('ann', { line: 22.5 })]);
  deps.at('19:30');
  await recordPicks(deps);
  expect(await deps.ledger()).toEqual(['ann OVER 22.5 120 published']);
});

it('keeps a recorded pick when the schedule delays the tip-off afterwards', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  deps.at('19:05');
  await recordPicks(deps);
  await deps.games({ [GAME]: '19:30' });
  await deps.show('19:20', [aPick('ann', { line: 22.5 })]);
  deps.at('19:35');
  await recordPicks(deps);
  expect(await deps.ledger()).toEqual([ANN]);
});

it('records the pick of a player who was ruled out before the tip-off as withdrawn, once the withdrawal is complete', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  const withdrawn = { player_lookup: 'ann', player_name: 'ANN', team: 'CHA', opponent: 'HOU', game_id: GAME };
  const report = { status: 'out', reason: null, reported_at: evening('18:00'), sequence: 1, rows: 0, is_back: false };
  await deps.store.create(withdrawalRef('w'), {
    withdrawal_id: 'w',
    game_date: DATE,
    state: 'pending',
    withdrawn_at: instantFromDate(new Date(evening('18:00'))),
    players: [{ ...withdrawn, ...report, shown_pick: null }],
  });
  deps.at('19:05');
  expect(await recordPicks(deps)).toBe(0);
  await deps.store.transaction(async (transaction) => transaction.update(withdrawalRef('w'), { state: 'done' }));
  expect(await recordPicks(deps)).toBe(1);
  expect(await deps.ledger()).toEqual(['ann OVER 21.5 120 withdrawn']);
});

it('no longer reads the receipts of a date that has ended and is recorded', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann')]);
  deps.at('23:00');
  await recordPicks(deps);
  expect(await unreadReceipts(deps.store)).toHaveLength(1);
  await recordPicks({ ...deps, now: () => nextDay });
  expect(await unreadReceipts(deps.store)).toEqual([]);
  expect(await deps.ledger()).toEqual([ANN]);
});

it('a new version of the message keeps the picks of tipped games and takes the new picks of the others', async () => {
  const deps = await anEvening();
  await deps.show('17:00', [aPick('ann'), aPick('cleo', { game_id: OTHER_GAME })]);
  deps.at('19:30');
  const dan = aPick('dan', { game_id: OTHER_GAME, value: 0.5 });
  const rebuilt = await keepTippedPicks(deps, DATE, { picks: [dan, aPick('eve')], no_picks: { game_started: 3 } });
  expect(rebuilt.picks.map(({ player_lookup }) => player_lookup)).toEqual(['dan', 'ann']);
  expect(rebuilt.no_picks).toEqual({ game_started: 2 });
});
