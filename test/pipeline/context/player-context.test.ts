import { describe, expect, test } from 'vitest';
import { readPlayerContext, readSlateContexts } from '#src/pipeline/context/player-context.ts';
import { injuries } from '#src/pipeline/tables/injuries.ts';
import { playerGameLogs } from '#src/pipeline/tables/player-game-logs.ts';
import { playerPropPredictions } from '#src/pipeline/tables/player-prop-predictions.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { fillTable } from '../fill-table.ts';
import { aPrediction, DATE } from '../grading/a-night.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';

const SEASON = { season: '2025-26', season_type: 'regular' };
const NOW = new Date('2026-02-05T22:00:00Z');
const emptyWarehouse = warehouseOfFile();

/** A game log of a player of `HOM` on a day before the slate, or on its date. */
function aLog(game_date: string, changed: object = {}) {
  const player = { player_id: 'ann', player_name: 'Ann', player_lookup: 'ann', team: 'HOM', opponent: 'OPP' };
  return { ...SEASON, ...player, game_id: game_date, game_date, is_home: true, minutes: 30, points: 20, ...changed };
}

async function evening() {
  const warehouse = await emptyWarehouse();
  const game = { ...SEASON, game_date: DATE, game_id: 'g1', home_team: 'HOM', away_team: 'AWY' };
  await fillTable(warehouse, schedule, [{ ...game, tipoff_utc: '2026-02-06T00:00:00Z' }]);
  const days = ['01-20', '01-22', '01-24', '01-26', '01-28', '01-30'].map((day, index) =>
    aLog(`2026-${day}`, { points: 20 + index }),
  );
  await fillTable(warehouse, playerGameLogs, [
    ...days,
    aLog('2026-02-01', { minutes: 0, points: 0 }),
    aLog(DATE, { points: 50 }),
    aLog('2026-02-02', { player_id: 'bo', player_lookup: 'bo', player_name: 'Bo' }),
  ]);
  const report = { game_date: DATE, player_name: 'Ann', player_lookup: 'ann', team: 'HOM', reason: 'Left Knee' };
  await fillTable(warehouse, injuries, [
    { ...report, status: 'questionable', report_at: '2026-02-05T20:00:00Z' },
    { ...report, status: 'out', report_at: '2026-02-05T22:30:00Z' },
  ]);
  await fillTable(warehouse, playerPropPredictions, [aPrediction('b', { team_abbr: 'HOM' })]);
  return { warehouse, now: () => NOW };
}

describe('the context of a player', () => {
  test('has his game, the newest report known now, and his last five games before the date', async () => {
    const context = await readPlayerContext(await evening(), DATE, { player_lookup: 'ann', team: 'HOM' });
    expect(context).toMatchObject({
      player_lookup: 'ann',
      team: 'HOM',
      opponent: 'AWY',
      is_home: true,
      injury: { status: 'questionable', reason: 'Left Knee' },
    });
    expect(Date.parse(context.tipoff_at ?? '')).toBe(Date.parse('2026-02-06T00:00:00Z'));
    expect(context.last_games.map(({ points }) => points)).toEqual([25, 24, 23, 22, 21]);
    expect(context.last_games[0]).toEqual({
      game_date: '2026-01-30',
      opponent: 'OPP',
      is_home: true,
      points: 25,
      minutes: 30,
    });
  });

  test.each([
    ['whose team does not play', 'ZZZ'],
    ['without a known team', null],
  ])('%s has no game', async (_, team) => {
    const context = await readPlayerContext(await evening(), DATE, { player_lookup: 'bo', team });
    expect(context).toMatchObject({ team, opponent: null, is_home: null, tipoff_at: null, injury: null });
    expect(context.last_games).toHaveLength(1);
  });

  test('of a slate is read for each player once', async () => {
    const deps = await evening();
    const rows = [
      { player_lookup: 'ann', team_abbr: 'HOM' },
      { player_lookup: 'ann', team_abbr: 'HOM' },
    ];
    const single = await readPlayerContext(deps, DATE, { player_lookup: 'ann', team: 'HOM' });
    expect(await readSlateContexts(deps, DATE, rows)).toEqual([single]);
    expect(await readSlateContexts(deps, DATE, [])).toEqual([]);
  });
});
