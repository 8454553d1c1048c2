import * as z from 'zod';
import { instantFromDate } from '../../platform/instant.ts';
import type { ConsolidatingBatch } from '../documents/batch-document.ts';
import { predictionsStaging } from '../tables/predictions-staging.ts';
import type { BatchDeps } from './batch-deps.ts';
import { checkSlate } from './check-slate.ts';
import { readClosedGames, withoutClosedGames } from './closed-games.ts';
import { countOutcomes } from './count-outcomes.ts';
import { decideResult } from './decide-result.ts';
import { failBatch } from './fail-batch.ts';
import { finishBatch } from './finish-batch.ts';
import { runBatchJob } from './run-job.ts';
import { stagedLines } from './staged-lines.ts';

const TableCounts = z.object({
  row_count: z.number(),
  model_count: z.number(),
  game_count: z.number(),
  backfill_count: z.number(),
});

export type Consolidation = 'done' | 'failed' | 'superseded';

/**
 * Writes the sealed generation of a batch to the predictions table with one load and one merge, then reads the
 * announced numbers back from the table. Every step is safe to repeat after a crash or in a second process. The results
 * are announced only after the merge has succeeded.
 */
export async function consolidateBatch(deps: BatchDeps, batch: ConsolidatingBatch): Promise<Consolidation> {
  const staging = predictionsStaging(batch.batch_id, batch.generation);
  const load = await runBatchJob(deps, batch, {
    kind: 'load',
    submit: (jobId) => deps.warehouse.load(staging, stagedLines(deps.store, batch), jobId),
  });
  if (load.type === 'superseded') return 'superseded';
  if (load.type === 'failed') return failBatch(deps, batch, load.message);
  const merge = await runBatchJob(deps, batch, {
    kind: 'merge',
    submit: (jobId) =>
      deps.warehouse.execute(mergePredictionsStatement(batch, { staging: staging.name, now: deps.now() }), jobId),
  });
  if (merge.type === 'superseded') return 'superseded';
  if (merge.type === 'failed') return failBatch(deps, batch, merge.message);
  await deps.warehouse.drop(staging.name);
  return finish(deps, batch);
}

interface StagedMerge {
  /** The name of the staging table. */
  readonly staging: string;
  /** The wall-clock time. The rows of games that have tipped by then stay as they are. */
  readonly now: Date;
}

/**
 * The statement that merges one staged generation into the table.
 * @internal tests run it alone
 */
export function mergePredictionsStatement(batch: ConsolidatingBatch, { staging, now }: StagedMerge) {
  return {
    sql: 'batch/sql/merge',
    tables: { staging },
    parameters: {
      game_date: { type: 'DATE', value: batch.game_date },
      batch_id: { type: 'STRING', value: batch.batch_id },
      generation: { type: 'INT64', value: batch.generation },
      sequence: { type: 'INT64', value: batch.sequence },
      whole_slate: { type: 'BOOL', value: batch.rerun_players === null },
      merged_at: { type: 'TIMESTAMP', value: batch.sealed_at },
      now: { type: 'TIMESTAMP', value: instantFromDate(now) },
    },
  } as const;
}

async function finish(deps: BatchDeps, batch: ConsolidatingBatch): Promise<Consolidation> {
  const closed = await readClosedGames(deps, { gameDate: batch.game_date, now: deps.now(), leftAloneBy: batch });
  const counted = await countOutcomes(deps.store, batch.batch_id, batch.sealed_at);
  const outcomes = await withoutClosedGames(deps.store, batch, { outcomes: counted, closed });
  const counts = await readTableCounts(deps, batch);
  const failed_checks = await checkSlate(deps, batch);
  const result = decideResult(outcomes, failed_checks);
  const ending = { ...outcomes, ...counts, failed_checks, result, closed_games: [...closed] };
  return await finishBatch(deps, batch, ending);
}

/** Counts the active rows of a batch in the predictions table, and the models and games that these rows cover. */
export async function readTableCounts(
  { warehouse }: Pick<BatchDeps, 'warehouse'>,
  batch: Pick<ConsolidatingBatch, 'game_date' | 'batch_id'>,
): Promise<z.infer<typeof TableCounts>> {
  const statement = {
    sql: 'results/sql/counts',
    parameters: {
      game_date: { type: 'DATE', value: batch.game_date },
      batch_id: { type: 'STRING', value: batch.batch_id },
    },
  } as const;
  const [counts] = await warehouse.query(statement, TableCounts);
  if (counts === undefined) throw new Error(`The predictions table returned no row counts for batch ${batch.batch_id}`);
  return counts;
}
