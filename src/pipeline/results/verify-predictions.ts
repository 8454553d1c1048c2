import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { Model } from '../models/model.ts';
import { foreignModels, ModelFile } from './foreign-models.ts';

const DateCounts = z.object({
  row_count: z.number(),
  player_count: z.number(),
  model_count: z.number(),
  game_count: z.number(),
  distinct_count: z.number(),
});

const RowCount = z.object({ row_count: z.number() });

/** The newest finished batch of a game date, with the number of rows that it announced. */
export interface AnnouncedBatch {
  readonly batch_id: string;
  readonly row_count: number;
}

/**
 * The result of comparing the prediction rows of a game date with the rows that its newest finished batch announced.
 */
export const Verification = z.object({
  game_date: z.string(),
  total: z.number(),
  players: z.number(),
  models: z.number(),
  games: z.number(),
  /**
   * The number of active rows that repeat the game, player and model of another row. Any number above 0 is an error.
   */
  duplicates: z.number(),
  batch_id: z.string().nullable(),
  /**
   * The number of rows that the newest finished batch of the date announced. `active_rows_of_batch` is the number of
   * rows of that batch that are active now.
   */
  announced_rows: z.number().nullable(),
  active_rows_of_batch: z.number().nullable(),
  /** The number of rows of that batch that were withdrawn, because their players were ruled out. */
  withdrawn_rows_of_batch: z.number().nullable(),
  /** The model files of active prediction rows that do not belong to the model registry. */
  foreign_models: z.array(ModelFile).readonly(),
  verdict: z.enum(['agrees', 'differs', 'nothing-announced']),
});
export type Verification = Readonly<z.infer<typeof Verification>>;

interface VerifyDeps {
  readonly warehouse: Warehouse;
  readonly models: () => readonly Model[];
}

export async function verifyPredictions(
  { warehouse, models }: VerifyDeps,
  gameDate: string,
  announced: AnnouncedBatch | undefined,
): Promise<Verification> {
  const date = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [table] = await warehouse.query({ sql: 'results/sql/date-counts', parameters: date }, DateCounts);
  if (table === undefined) throw new Error(`The predictions table returned no row counts for ${gameDate}`);
  const active = announced === undefined ? undefined : await rowsOf(warehouse, gameDate, { announced, sql: 'counts' });
  const withdrawn =
    announced === undefined ? undefined : await rowsOf(warehouse, gameDate, { announced, sql: 'withdrawn-count' });
  const files = await warehouse.query({ sql: 'results/sql/model-files', parameters: date }, ModelFile);
  const duplicates = table.row_count - table.distinct_count;
  return {
    game_date: gameDate,
    total: table.row_count,
    players: table.player_count,
    models: table.model_count,
    games: table.game_count,
    duplicates,
    batch_id: announced?.batch_id ?? null,
    announced_rows: announced?.row_count ?? null,
    active_rows_of_batch: active ?? null,
    withdrawn_rows_of_batch: withdrawn ?? null,
    foreign_models: foreignModels(files, models()),
    verdict: verdictOf({ duplicates, announced: announced?.row_count, active: active ?? 0, withdrawn: withdrawn ?? 0 }),
  };
}

interface RowCounts {
  readonly duplicates: number;
  readonly announced: number | undefined;
  readonly active: number;
  readonly withdrawn: number;
}

/** Every announced row is active, or was withdrawn since. */
function verdictOf({ duplicates, announced, active, withdrawn }: RowCounts): Verification['verdict'] {
  if (announced === undefined) return duplicates === 0 ? 'nothing-announced' : 'differs';
  const isComplete = active <= announced && announced <= active + withdrawn;
  return duplicates === 0 && isComplete ? 'agrees' : 'differs';
}

interface RowsOfBatch {
  readonly announced: AnnouncedBatch;
  readonly sql: 'counts' | 'withdrawn-count';
}

async function rowsOf(warehouse: Warehouse, gameDate: string, { announced, sql }: RowsOfBatch): Promise<number> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    batch_id: { type: 'STRING', value: announced.batch_id },
  } as const;
  const [counts] = await warehouse.query({ sql: `results/sql/${sql}`, parameters }, RowCount);
  return counts?.row_count ?? 0;
}
