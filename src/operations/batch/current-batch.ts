import { isDateText, parseGameDate } from '../../pipeline/dates/game-date.ts';
import { batchRef, CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { findBatch, newestCurrentBatch } from './find-batch.ts';

/** Reads the batch with this id, the newest batch of this game date, or the newest batch. Throws a `Problem` if there is none. */
export async function batchNamed(app: App, name: string | undefined): Promise<CurrentBatch> {
  if (name === undefined) return await newestCurrentBatch(app);
  return isDateText(name)
    ? await newestCurrentBatch(app, parseGameDate(name, app.now()))
    : await currentBatch(app, name);
}

/** Returns the id of a named batch: the id itself, or that of the newest batch of a game date. */
export async function batchIdOf(app: App, name: string | undefined): Promise<string | undefined> {
  if (name === undefined || !isDateText(name)) return name;
  return (await newestCurrentBatch(app, parseGameDate(name, app.now()))).batch_id;
}

/** Reads the batch with this id. Throws a `Problem` if it does not exist, or if an older system wrote it. */
export async function currentBatch(app: App, id: string): Promise<CurrentBatch> {
  await findBatch(app, id);
  const current = CurrentBatch.safeParse((await app.store.get(batchRef(id)))?.data).data;
  if (current !== undefined) return current;
  const message = `Batch ${id} comes from an older version of the system, so its players cannot be predicted again. Start a new batch for its date.`;
  throw new Problem({ code: 'old_batch', message });
}
