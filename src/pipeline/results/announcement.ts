import type { DoneBatch, FailedBatch } from '../batch/batch-document.ts';

/** Tonight's predictions, once they can be read in the table. `ready` is said of a complete slate only. */
export interface SlateAnnouncement {
  readonly type: 'slate';
  readonly headline: 'ready' | 'partial' | 'empty' | 'abandoned';
  readonly batch_id: string;
  readonly game_date: string;
  readonly generation: number;
  readonly expected: number;
  readonly predicted: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  readonly missing: number;
  readonly rows: number;
  readonly models: number;
  readonly games: number;
}

/** Something a person has to look at. */
export interface BatchAlert {
  readonly type: 'batch-alert';
  readonly batch_id: string;
  readonly game_date: string;
  readonly problem: 'partial' | 'empty' | 'consolidation_failed';
  readonly detail: string;
}

export function slatePostKey(gameDate: string): string {
  return `slate-${gameDate}`;
}

export function alertPostKey({ batch_id, generation }: Pick<DoneBatch, 'batch_id' | 'generation'>): string {
  return `alert-${batch_id}-g${generation}`;
}

export function announceSlate(batch: Omit<DoneBatch, 'completion_time' | 'sealed_at'>): SlateAnnouncement {
  const { batch_id, game_date, generation, predicted, skipped, failed, missing } = batch;
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
  };
}

type Ended =
  | Pick<FailedBatch, 'state' | 'batch_id' | 'game_date' | 'failure'>
  | Pick<DoneBatch, 'state' | 'batch_id' | 'game_date' | 'result' | 'predicted' | 'expected_players'>;

/** A slate that is not whole is an alert besides. */
export function alertOf(batch: Ended): BatchAlert | undefined {
  const { batch_id, game_date } = batch;
  if (batch.state === 'failed') {
    return { type: 'batch-alert', batch_id, game_date, problem: 'consolidation_failed', detail: batch.failure };
  }
  if (batch.result !== 'partial' && batch.result !== 'empty') return undefined;
  const detail = `${batch.predicted} of ${batch.expected_players} players predicted`;
  return { type: 'batch-alert', batch_id, game_date, problem: batch.result, detail };
}
