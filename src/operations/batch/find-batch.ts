import { type BatchReport, listBatchReports, readBatchReport } from '../../pipeline/batch/batch-report.ts';
import { BATCHES, CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { quoteInput } from '../kit/input/printable.ts';

const SHOWN = 3;

/** Finds the batch with the given id, or the newest batch. If the id does not exist, throws a `Problem` that lists the newest batches. */
export async function findBatch({ store }: Pick<App, 'store'>, id: string | undefined): Promise<BatchReport> {
  const found = id === undefined ? (await listBatchReports(store, 1))[0] : await readBatchReport(store, id);
  if (found !== undefined) return found;
  if (id === undefined) throw noBatches();
  const ids = (await listBatchReports(store, SHOWN)).map(({ batch_id }) => batch_id).join(', ');
  const hint =
    ids === '' ? 'Tipoff has not run a batch yet' : `The newest batches are ${ids}. \`tipoff batch list\` lists all`;
  const message = `The batch ${quoteInput(id)} does not exist. ${hint}.`;
  throw new Problem({ code: 'unknown_batch', message });
}

/** Reads a batch. Throws an error if the batch does not exist. */
export async function presentBatch({ store }: Pick<App, 'store'>, id: string): Promise<BatchReport> {
  const report = await readBatchReport(store, id);
  if (report === undefined) throw new Error(`The batch ${id} disappeared`);
  return report;
}

/** Reads the document of the newest batch, or of the newest batch for a date. Throws a `Problem` if there is none. */
export async function newestCurrentBatch({ store }: Pick<App, 'store'>, gameDate?: string): Promise<CurrentBatch> {
  const where = gameDate === undefined ? [] : ([['game_date', '==', gameDate]] as const);
  const found = await store.query({ collection: BATCHES }, { where });
  const current = found.flatMap(({ data }) => CurrentBatch.safeParse(data).data ?? []);
  const newest = current.toSorted((a, b) => b.start_time.localeCompare(a.start_time))[0];
  if (newest !== undefined) return newest;
  if (gameDate === undefined) throw noBatches();
  const message = `${gameDate} has no batch. Start one with \`tipoff batch start --date ${gameDate}\`.`;
  throw new Problem({ code: 'no_batch', message });
}

function noBatches(): Problem {
  const message = 'Tipoff has not run a batch yet. Start one with `tipoff batch start --date today`.';
  return new Problem({ code: 'no_batch', message });
}
