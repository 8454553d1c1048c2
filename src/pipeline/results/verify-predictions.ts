import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { BATCHES, type DoneBatch } from '../batch/batch-document.ts';
import type { Model } from '../models/model.ts';
import { foreignModels, ModelFile } from './foreign-models.ts';

const DateCounts = z.object({
  row_count: z.number(),
  player_count: z.number(),
  model_count: z.number(),
  game_count: z.number(),
  distinct_count: z.number(),
});

const BatchCounts = z.object({ row_count: z.number(), model_count: z.number(), game_count: z.number() });

/** What the table holds of a game date, compared with what the newest finished batch announced. */
export const Verification = z.object({
  game_date: z.string(),
  total: z.number(),
  players: z.number(),
  models: z.number(),
  games: z.number(),
  /** Active rows that share game, player and model with another: there must be none. */
  duplicates: z.number(),
  batch_id: z.string().nullable(),
  /** Rows the newest finished batch announced, and rows of it that are active now. */
  announced_rows: z.number().nullable(),
  active_rows_of_batch: z.number().nullable(),
  /** Active rows that no model of the registry has made. */
  foreign_models: z.array(ModelFile).readonly(),
  verdict: z.enum(['agrees', 'differs', 'nothing-announced']),
});
export type Verification = Readonly<z.infer<typeof Verification>>;

interface VerifyDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly models: () => readonly Model[];
}

export async function verifyPredictions(
  { store, warehouse, models }: VerifyDeps,
  gameDate: string,
): Promise<Verification> {
  const date = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [table] = await warehouse.query({ sql: 'results/sql/date-counts', parameters: date }, DateCounts);
  if (table === undefined) throw new Error(`The table gave no counts for ${gameDate}`);
  const batch = await newestDoneBatch(store, gameDate);
  const active = batch === undefined ? undefined : await activeRows(warehouse, batch);
  const files = await warehouse.query({ sql: 'results/sql/model-files', parameters: date }, ModelFile);
  const duplicates = table.row_count - table.distinct_count;
  return {
    game_date: gameDate,
    total: table.row_count,
    players: table.player_count,
    models: table.model_count,
    games: table.game_count,
    duplicates,
    batch_id: batch?.batch_id ?? null,
    announced_rows: batch?.row_count ?? null,
    active_rows_of_batch: active ?? null,
    foreign_models: foreignModels(files, models()),
    verdict: verdictOf({ duplicates, announced: batch?.row_count, active }),
  };
}

function verdictOf(counts: { duplicates: number; announced: number | undefined; active: number | undefined }) {
  if (counts.announced === undefined) return counts.duplicates === 0 ? 'nothing-announced' : 'differs';
  return counts.duplicates === 0 && counts.announced === counts.active ? 'agrees' : 'differs';
}

async function newestDoneBatch(store: DocumentStore, gameDate: string): Promise<DoneBatch | undefined> {
  const batches = await store.query({ collection: BATCHES }, { where: [['game_date', '==', gameDate]] });
  const done = batches.flatMap(({ data }) => (data.state === 'done' ? [data] : []));
  return done.toSorted((a, b) => b.completion_time.localeCompare(a.completion_time))[0];
}

async function activeRows(warehouse: Warehouse, batch: DoneBatch): Promise<number> {
  const parameters = {
    game_date: { type: 'DATE', value: batch.game_date },
    batch_id: { type: 'STRING', value: batch.batch_id },
  } as const;
  const [counts] = await warehouse.query({ sql: 'results/sql/counts', parameters }, BatchCounts);
  return counts?.row_count ?? 0;
}
