import type { NewPost } from '../../coordination/outbox/post.ts';
import { millisOf } from '../../platform/instant.ts';
import type { CurrentBatch, DoneBatch, FailedBatch } from '../documents/batch-document.ts';
import type { SlateDetail } from '../results/slate-detail.ts';
import { failedChecksText } from '../slate-checks/check-result.ts';
import type { BatchAlert, SlateProgress, SlateResults } from './batch-announcements.ts';
import type { StatusCounts } from './count-by-status.ts';

type EndedSlate = Omit<DoneBatch, 'completion_time' | 'sealed_at'>;
type FailedSlate = Pick<FailedBatch, 'state' | 'batch_id' | 'game_date' | 'generation' | 'failure'>;

/** Returns the key of the one post that a game date has in the channel. The post is edited as the batch advances. */
export function slatePostKey(gameDate: string): string {
  return `slate-${gameDate}`;
}

function alertPostKey({ batch_id, generation }: Pick<CurrentBatch, 'batch_id' | 'generation'>): string {
  return `alert-${batch_id}-g${generation}`;
}

type SlateInProgress = Pick<
  CurrentBatch,
  'batch_id' | 'game_date' | 'generation' | 'expected_players' | 'generation_started_at'
>;

export function progressPost(
  batch: SlateInProgress,
  state: SlateProgress['state'],
  { players, now }: { readonly players: StatusCounts; readonly now: Date },
): NewPost {
  const { batch_id, game_date, generation, expected_players: expected, generation_started_at: started_at } = batch;
  const seconds = Math.max(0, Math.round((now.getTime() - millisOf(started_at)) / 1000));
  const progress = { batch_id, game_date, generation, state, expected, ...players, started_at, seconds };
  return {
    key: slatePostKey(game_date),
    announcement: { type: 'slate-progress', ...progress } satisfies SlateProgress,
  };
}

export function announceSlate(batch: EndedSlate, detail: SlateDetail, now: Date): SlateResults {
  const { batch_id, game_date, generation, predicted, skipped, failed, missing, forced_by } = batch;
  return {
    type: 'slate',
    headline: batch.result === 'complete' ? 'ready' : batch.result,
    batch_id,
    game_date,
    generation,
    expected: batch.expected_players,
    predicted,
    skipped,
    failed,
    missing,
    rows: batch.row_count,
    models: batch.model_count,
    games: batch.game_count,
    seconds: Math.max(0, (now.getTime() - millisOf(batch.generation_started_at)) / 1000),
    ...detail,
    failed_checks: batch.failed_checks,
    forced_by,
    backfilled: batch.backfill_count,
    closed_games: batch.closed_games,
    abandoned_because: batch.abandoned_because,
  };
}

/** Returns the post that alerts people to a failed, partial or empty slate. The list is empty for a complete slate. */
export function alertPosts(ended: EndedSlate | FailedSlate): readonly NewPost[] {
  const alert = alertOf(ended);
  return alert === undefined ? [] : [{ key: alertPostKey(ended), announcement: alert }];
}

function alertOf(batch: EndedSlate | FailedSlate): BatchAlert | undefined {
  const { batch_id, game_date, generation } = batch;
  const alert = { type: 'batch-alert', batch_id, game_date, generation } as const;
  if (batch.state === 'failed') return { ...alert, problem: 'consolidation_failed', detail: batch.failure };
  if (batch.result !== 'partial' && batch.result !== 'empty') return undefined;
  const detail = `${batch.predicted} of ${batch.expected_players} players predicted`;
  const checks = failedChecksText(batch.failed_checks);
  return { ...alert, problem: batch.result, detail: checks === '' ? detail : `${detail}. ${checks}` };
}
