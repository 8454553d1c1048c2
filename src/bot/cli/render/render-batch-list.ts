import * as z from 'zod';
import { renderRows } from './render-data.ts';

const Counts = z.record(z.string(), z.number());

const BatchList = z.object({
  batches: z.array(
    z.object({
      batch_id: z.string(),
      game_date: z.string(),
      state: z.string(),
      result: z.string().nullable(),
      expected: z.number(),
      predicted: z.number(),
      skipped: Counts,
      failed: Counts,
      missing: z.number(),
      seconds: z.number().nullable(),
    }),
  ),
});

/** One line a batch, skipped and failed summed up. */
export function renderBatchList(data: unknown): string {
  const rows = BatchList.parse(data).batches.map(({ skipped, failed, missing, seconds, ...batch }) => ({
    ...batch,
    skipped: sum(skipped),
    failed: sum(failed),
    missing,
    seconds,
  }));
  return rows.length === 0 ? '' : renderRows(rows);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
