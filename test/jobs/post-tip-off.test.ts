import { describe, expect, test } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { postTipOff } from '#src/jobs/post-tip-off.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { TipOffCard, TipOffReminder } from '#src/pipeline/tip-off/tip-off-announcements.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { fillTable } from '../pipeline/fill-table.ts';
import { warehouseOfFile } from '../pipeline/warehouse-of-file.ts';
import { aNight, type Night } from './a-night.ts';

const emptied = warehouseOfFile();

type Tipoffs = readonly (readonly [gameDate: string, tipoff: string | null])[];

async function tipOffAt(warehouse: Warehouse, tipoffs: Tipoffs): Promise<void> {
  const games = tipoffs.map(([game_date, tipoff_utc], index) => ({
    season: '2025-26',
    season_type: 'regular season',
    game_id: `002250000${index}`,
    game_date,
    tipoff_utc,
    home_team: 'BOS',
    away_team: 'LAL',
  }));
  await fillTable(warehouse, schedule, games);
}

async function anEvening(tipoffs: Tipoffs, instances = 1) {
  const warehouse = await emptied();
  await tipOffAt(warehouse, tipoffs);
  const night = aNight({ jobs: [postTipOff], warehouse, instances });
  return { warehouse, night };
}

/** The posts in the order of their events: `card 60-minutes until 00:00, written 23:00`. */
async function postsOf({ store }: Night): Promise<readonly string[]> {
  const found = await store.query({ collection: POSTS }, {});
  const inOrder = found.map(({ data }) => data).toSorted((a, b) => (a.event_at ?? '').localeCompare(b.event_at ?? ''));
  return inOrder.map(({ key, wanted }) => {
    const announcement: { type: string } = JSON.parse(wanted);
    const time = (instant: string) => instant.slice(11, 16);
    if (announcement.type === 'tip-off') {
      const card = TipOffCard.parse(announcement);
      return `${key} ${card.stage} until ${time(card.first_tipoff_at)}, written ${time(card.written_at)}`;
    }
    const reminder = TipOffReminder.parse(announcement);
    return `reminder until ${time(reminder.first_tipoff_at)}, written ${time(reminder.written_at)}`;
  });
}

const TONIGHT: Tipoffs = [
  ['2026-02-05', '2026-02-06T02:30:00Z'],
  ['2026-02-05', '2026-02-06T00:00:00Z'],
  ['2026-02-05', null],
];

test('a card an hour before the first tip-off is edited 15 minutes before it, and a new message says so', async () => {
  const { night } = await anEvening(TONIGHT);
  await night.passFrom('2026-02-05T22:40:05Z', '2026-02-05T22:55:05Z', 5);
  expect(await postsOf(night)).toEqual([]);
  await night.passFrom('2026-02-05T23:00:05Z', '2026-02-05T23:40:05Z', 5);
  expect(await postsOf(night)).toEqual(['tip-off-2026-02-05 60-minutes until 00:00, written 23:00']);
  await night.passFrom('2026-02-05T23:45:05Z', '2026-02-06T00:10:05Z', 5);
  expect(await postsOf(night)).toEqual([
    'tip-off-2026-02-05 15-minutes until 00:00, written 23:45',
    'reminder until 00:00, written 23:45',
  ]);
});

test('several processes write one card and one reminder', async () => {
  const { night } = await anEvening(TONIGHT, 3);
  await night.passFrom('2026-02-05T22:50:00Z', '2026-02-06T00:10:00Z', 10);
  expect(await postsOf(night)).toHaveLength(2);
});

describe('a process that was down', () => {
  test.each([
    ['an hour before', '2026-02-05T23:20:00Z', ['tip-off-2026-02-05 60-minutes until 00:00, written 23:20']],
    ['until the last minutes', '2026-02-05T23:55:00Z', ['tip-off-2026-02-05 15-minutes until 00:00, written 23:55']],
    ['until the tip-off', '2026-02-06T00:00:00Z', []],
  ])('%s', async (_, back, posts) => {
    const { night } = await anEvening(TONIGHT);
    await night.tickAt('2026-02-05T15:00:00Z');
    await night.tickAt(back);
    expect(await postsOf(night)).toEqual(posts);
  });
});

test('a date without games, or without a known tip-off, has no card', async () => {
  const { night } = await anEvening([['2026-02-06', null]]);
  await night.passFrom('2026-02-05T05:00:00Z', '2026-02-07T05:00:00Z', 30);
  expect(await postsOf(night)).toEqual([]);
});

test('a matinee counts as the first tip-off', async () => {
  const { night } = await anEvening([...TONIGHT, ['2026-02-05', '2026-02-05T18:00:00Z']]);
  await night.passFrom('2026-02-05T16:50:00Z', '2026-02-05T18:10:00Z', 5);
  expect(await postsOf(night)).toEqual([
    'tip-off-2026-02-05 15-minutes until 18:00, written 17:45',
    'reminder until 18:00, written 17:45',
  ]);
});

test.each(['2026-02-05', '2026-02-06'])(
  'a first tip-off after midnight in New York has its card before midnight, by the game date %s',
  async (gameDate) => {
    const { night } = await anEvening([[gameDate, '2026-02-06T05:30:00Z']]);
    await night.passFrom('2026-02-06T04:00:00Z', '2026-02-06T05:00:00Z', 5);
    expect(await postsOf(night)).toEqual([`tip-off-${gameDate} 60-minutes until 05:30, written 04:30`]);
  },
);

describe('a first tip-off that moves', () => {
  test('to a later time changes the card, and is announced again', async () => {
    const { night, warehouse } = await anEvening([['2026-02-05', '2026-02-06T00:00:00Z']]);
    await night.passFrom('2026-02-05T22:50:00Z', '2026-02-05T23:50:00Z', 5);
    await tipOffAt(warehouse, [['2026-02-05', '2026-02-06T02:00:00Z']]);
    await night.tickAt('2026-02-05T23:55:00Z');
    expect(await postsOf(night)).toEqual([
      'tip-off-2026-02-05 60-minutes until 02:00, written 23:55',
      'reminder until 00:00, written 23:45',
    ]);
    await night.passFrom('2026-02-06T00:00:00Z', '2026-02-06T02:30:00Z', 5);
    expect(await postsOf(night)).toEqual([
      'tip-off-2026-02-05 15-minutes until 02:00, written 01:45',
      'reminder until 00:00, written 23:45',
      'reminder until 02:00, written 01:45',
    ]);
  });

  test('to an earlier time is reminded of at once', async () => {
    const { night, warehouse } = await anEvening([['2026-02-05', '2026-02-06T00:00:00Z']]);
    await night.passFrom('2026-02-05T22:50:00Z', '2026-02-05T23:00:00Z', 5);
    await tipOffAt(warehouse, [['2026-02-05', '2026-02-05T23:15:00Z']]);
    await night.tickAt('2026-02-05T23:05:00Z');
    expect(await postsOf(night)).toEqual([
      'tip-off-2026-02-05 15-minutes until 23:15, written 23:05',
      'reminder until 23:15, written 23:05',
    ]);
  });
});
