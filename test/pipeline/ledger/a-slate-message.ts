import type { SlateResults } from '#src/pipeline/batch/batch-announcements.ts';
import type { SlatePick } from '#src/pipeline/pricing/slate-picks.ts';
import { DATE } from './a-slate-pick.ts';

/** The message of a slate with these picks. */
export function aSlateMessage(picks: readonly SlatePick[]): SlateResults {
  return {
    type: 'slate',
    headline: 'ready',
    batch_id: `${DATE}-1`,
    game_date: DATE,
    generation: 1,
    expected: 10,
    predicted: 10,
    skipped: {},
    failed: {},
    missing: 0,
    rows: 60,
    models: 6,
    games: 2,
    seconds: 9,
    headline_model: 'catboost_v9',
    picks: [...picks],
    no_picks: {},
    top_edges: [],
    unpredicted: [],
    unpredicted_total: 0,
    short_models: [],
    failed_checks: [],
    forced_by: null,
    backfilled: 0,
    closed_games: [],
    withdrawn: [],
    abandoned_because: null,
  };
}
