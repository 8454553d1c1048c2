import { batchRef } from '#src/pipeline/documents/batch-document.ts';
import type { GradingDeps } from '#src/pipeline/grading/grade-date.ts';
import { readGradedRows } from '#src/pipeline/grading/graded-rows.ts';
import { injuries } from '#src/pipeline/tables/injuries.ts';
import { playerGameLogs } from '#src/pipeline/tables/player-game-logs.ts';
import { playerPropPredictions } from '#src/pipeline/tables/player-prop-predictions.ts';
import { propLines } from '#src/pipeline/tables/prop-lines.ts';
import { schedule } from '#src/pipeline/tables/schedule.ts';
import { STORE_TIME } from '#src/platform/document-store.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { fillTable } from '../fill-table.ts';
import { NOW, pipelineStores } from '../pipeline-stores.ts';

export const DATE = '2026-02-05';
export const GAME = 'g1';
export const OTHER_GAME = 'g2';

type Row = Readonly<Record<string, unknown>>;

/** The data of one night. Points are by player; a player with `null` points has no minutes. */
export interface NightData {
  readonly games: readonly {
    id: string;
    score: readonly [home: number, away: number] | null;
    tipoff?: string;
  }[];
  readonly points: readonly { game: string; player: string; side: 'home' | 'away'; points: number; minutes?: number }[];
  readonly predictions: readonly Row[];
  readonly reports?: readonly { player: string; team?: string; status: string; at: string }[];
  readonly lines?: readonly Row[];
}

/** An embedded store for this warehouse, with a batch whose `as_of` is six in the evening in New York. */
export async function aNight(warehouse: Warehouse): Promise<GradingDeps & { readonly batchId: string }> {
  const deps = { ...(await pipelineStores(warehouse)), instanceId: 'test', otherHolders: 'may-live' } as const;
  const batchId = `${DATE}-1`;
  await deps.store.create(batchRef(batchId), {
    state: 'preparing',
    batch_id: batchId,
    game_date: DATE,
    expected_players: 0,
    completed_count: 0,
    is_complete: false,
    start_time: STORE_TIME,
    completion_time: null,
    requests_published_at: null,
    updated_at: STORE_TIME,
    as_of: instantFromDate(NOW),
    mode: 'RETRY',
    generation: 1,
    generation_started_at: STORE_TIME,
    rerun_players: null,
    opened_for: null,
    examined_mode: null,
    examined_at: null,
    first_completion_time: null,
    dropped: {},
    asked_again: 0,
    approval_id: null,
    forced_by: null,
    owner_session: null,
    owner_name: null,
    former_owners: [],
  });
  return { ...deps, batchId };
}

/** Writes a night to the warehouse and replaces the previous one. */
export async function playNight({ warehouse }: Pick<GradingDeps, 'warehouse'>, night: NightData): Promise<void> {
  const { games, points, predictions, reports = [], lines = [] } = night;
  await fillTable(
    warehouse,
    schedule,
    games.map(({ id, score, tipoff = null }) => ({
      ...SEASON,
      tipoff_utc: tipoff,
      game_id: id,
      home_team: `H${id}`,
      away_team: `A${id}`,
      home_score: score?.[0] ?? null,
      away_score: score?.[1] ?? null,
    })),
  );
  await fillTable(warehouse, playerGameLogs, points.map(logRow));
  await fillTable(
    warehouse,
    injuries,
    reports.map(({ player, team = null, status, at }) => ({
      report_at: at,
      team,
      game_date: DATE,
      player_name: player,
      player_lookup: player,
      status,
    })),
  );
  await fillTable(warehouse, propLines, lines);
  await fillTable(warehouse, playerPropPredictions, predictions);
}

export function aPrediction(batchId: string, changed: Row = {}): Row {
  const row = { player_lookup: 'ann', system_id: 'catboost_v9', game_id: GAME, ...changed };
  return {
    game_date: DATE,
    prediction_id: `${row.player_lookup}-${row.system_id}-${row.game_id}`,
    model_version: '1',
    player_name: String(row.player_lookup).toUpperCase(),
    team_abbr: 'Hg1',
    opponent_team_abbr: 'Ag1',
    predicted_points: 24.3,
    confidence_score: 71.5,
    recommendation: 'OVER',
    has_prop_line: true,
    current_points_line: 21.5,
    line_margin: 2.8,
    line_source: 'ACTUAL_PROP',
    sportsbook: 'draftkings',
    feature_version: 'v2_39features',
    feature_quality_score: 91,
    low_quality_flag: false,
    prediction_run_mode: 'RETRY',
    batch_id: batchId,
    generation: 1,
    sequence: 1,
    is_active: true,
    created_at: '2026-02-05T23:01:00Z',
    updated_at: '2026-02-05T23:01:00Z',
    ...row,
  };
}

export function aLine(changed: Row = {}): Row {
  const line = { game_date: DATE, player_name: 'ann', player_lookup: 'ann', bookmaker: 'DraftKings', line: 21.5 };
  return {
    ...line,
    over_price: -115,
    under_price: -105,
    captured_at: '2026-02-05T20:00:00Z',
    is_main_line: true,
    ...changed,
  };
}

/** The graded rows, shortened to player, model and result. */
export async function gradedOf(warehouse: Warehouse): Promise<readonly string[]> {
  const rows = await readGradedRows(warehouse, DATE);
  return rows.map(({ player_lookup, actual_points, prediction_correct, void_reason }) =>
    [player_lookup, actual_points ?? void_reason, prediction_correct === null ? 'undecided' : prediction_correct].join(
      ' ',
    ),
  );
}

const SEASON = { season: '2025-26', season_type: 'regular', game_date: DATE };

function logRow({ game, player, side, points, minutes = 30 }: NightData['points'][number]): Row {
  const isHome = side === 'home';
  const teams = { team: `${isHome ? 'H' : 'A'}${game}`, opponent: `${isHome ? 'A' : 'H'}${game}`, is_home: isHome };
  return {
    ...SEASON,
    game_id: game,
    player_id: player,
    player_name: player,
    player_lookup: player,
    ...teams,
    minutes,
    points,
  };
}
