import { expect, test } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { FREEZES } from '#src/coordination/deploy-locks/freeze.ts';
import { unfreezeDeploys } from '#src/coordination/deploy-locks/freeze-deploys.ts';
import { planDeployFreeze } from '#src/jobs/plan-deploy-freeze.ts';
import { imports } from '#src/pipeline/tables/imports.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { gameFreezeOf } from '#src/pipeline/tip-off/plan-game-freeze.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { aChain } from '../coordination/audit/a-chain.ts';
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

/** The stored freeze of games: `2026-02-05 from 2026-02-05T21:00 until 2026-02-06T02:30`. */
async function storedFreeze({ store }: Night): Promise<string | undefined> {
  const [freeze] = (await store.query({ collection: FREEZES }, {})).map(({ data }) => data);
  if (freeze === undefined) return undefined;
  const ended = freeze.ended === null ? '' : `, lifted by ${freeze.ended.by}`;
  return `${freeze.freeze_id} from ${freeze.from.slice(0, 16)} until ${freeze.until.slice(0, 16)}${ended}`;
}

const SAMPLE_IMPORT = {
  imported_at: '2026-02-05T12:00:00Z',
  file: 'schedule.csv',
  table_name: 'nba_raw.schedule',
  row_count: 3,
  sha256: '0',
  is_sample: true,
};

const TONIGHT: Tipoffs = [
  ['2026-02-05', '2026-02-06T02:30:00Z'],
  ['2026-02-05', '2026-02-06T00:00:00Z'],
  ['2026-02-05', null],
];

async function anEvening(gameFreeze: 'on' | 'off' = 'on') {
  const warehouse = await emptied();
  await tipOffAt(warehouse, TONIGHT);
  const night = aNight({ jobs: [planDeployFreeze], warehouse, overrides: { gameFreeze } });
  return { warehouse, night };
}

test('the freeze of a date lasts from its last call at 4 PM until its last tip-off', async () => {
  const { night } = await anEvening();
  await night.passFrom('2026-02-05T15:00:05Z', '2026-02-05T15:10:05Z', 5);
  expect(await storedFreeze(night)).toBe('2026-02-05 from 2026-02-05T21:00 until 2026-02-06T02:30');
});

test('a tip-off that moves, moves the freeze, and a lifted freeze stays lifted', async () => {
  const { night, warehouse } = await anEvening();
  await night.passFrom('2026-02-05T21:30:05Z', '2026-02-05T21:40:05Z', 5);
  await unfreezeDeploys({ store: night.store, auditContext: systemAuditContext(aChain(), 'ann') });
  await tipOffAt(warehouse, [['2026-02-05', '2026-02-06T03:00:00Z']]);
  await night.passFrom('2026-02-05T21:45:05Z', '2026-02-05T21:55:05Z', 5);
  expect(await storedFreeze(night)).toBe('2026-02-05 from 2026-02-05T21:00 until 2026-02-06T03:00, lifted by ann');
});

test('TIPOFF_GAME_FREEZE=off stores no freeze', async () => {
  const { night } = await anEvening('off');
  await night.passFrom('2026-02-05T15:00:05Z', '2026-02-05T15:10:05Z', 5);
  expect(await storedFreeze(night)).toBeUndefined();
});

test('the games of the made-up sample league freeze no deploys and lift an earlier freeze', async () => {
  const { night, warehouse } = await anEvening();
  await night.passFrom('2026-02-05T15:00:05Z', '2026-02-05T15:10:05Z', 5);
  await fillTable(warehouse, imports, [SAMPLE_IMPORT]);
  await night.passFrom('2026-02-05T15:10:05Z', '2026-02-05T15:20:05Z', 5);
  expect(await storedFreeze(night)).toMatch(/, lifted by /);
});

test('the next date follows when the last game of a date has tipped', () => {
  const at = (text: string) => instantFromDate(new Date(text));
  const game = (tipoff_at: string) => ({ game_id: 'g', home_team: 'BOS', away_team: 'LAL', tipoff_at: at(tipoff_at) });
  const dates = [
    { gameDate: '2026-02-05', firstTipoff: at('2026-02-06T00:00:00Z'), games: [game('2026-02-06T03:00:00Z')] },
    { gameDate: '2026-02-06', firstTipoff: at('2026-02-06T18:00:00Z'), games: [game('2026-02-06T18:00:00Z')] },
  ];
  const datesAt = (now: string) => gameFreezeOf(dates, new Date(now))?.freeze_id;
  expect(datesAt('2026-02-06T02:59:59Z')).toBe('2026-02-05');
  expect(datesAt('2026-02-06T03:00:00Z')).toBe('2026-02-06');
  expect(gameFreezeOf(dates, new Date('2026-02-06T03:00:00Z'))?.from).toBe(at('2026-02-06T16:30:00Z'));
  expect(datesAt('2026-02-06T18:00:00Z')).toBeUndefined();
});
