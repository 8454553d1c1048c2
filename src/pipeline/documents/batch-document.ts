import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { RunMode } from '../player/run-mode.ts';

export const BatchResult = z.enum(['complete', 'partial', 'empty', 'abandoned']);
export type BatchResult = z.infer<typeof BatchResult>;

const Counts = z.record(z.string(), z.number().int());

const common = {
  batch_id: z.string(),
  game_date: z.string(),
  expected_players: z.number().int(),
  /** A copy of the count of player documents, for people who look at the document. No decision reads it. */
  completed_count: z.number().int().default(0),
  is_complete: z.boolean().default(false),
  start_time: Instant,
  completion_time: Instant.nullable().default(null),
  updated_at: Instant,
};

const current = {
  ...common,
  /** The batch reads all data as it was known at this moment. */
  as_of: Instant,
  mode: RunMode,
  /** Rises with every re-run after the batch was sealed. */
  generation: z.number().int(),
  /** When this generation started. `start_time` is the start of the first generation. */
  generation_started_at: Instant,
  /** The players of this generation: these, or everybody who qualifies when null. */
  rerun_players: z.array(z.string()).nullable(),
  /** Candidates who did not qualify, by reason. */
  dropped: Counts,
  /** Rises with every re-run of players while the batch is open. A count taken before a re-run then cannot seal the batch. */
  asked_again: z.number().int().default(0),
  /** The newest request to force-complete the batch, pending or decided. */
  approval_id: z.string().nullable().default(null),
  /** The person who approved the force-complete; null when no force-complete was approved. */
  forced_by: z.string().nullable().default(null),
};

const sealed = {
  ...current,
  sealed_at: Instant,
  /** The number of this generation among all of its game date. The rows of the highest number are the active ones. */
  sequence: z.number().int(),
  /** The number of the last load or merge job that was submitted; 0 before the first. */
  load_job: z.number().int(),
  merge_job: z.number().int(),
};

const PreparingBatch = z.object({ ...current, state: z.literal('preparing') });
const OpenBatch = z.object({ ...current, state: z.literal('open') });
const ConsolidatingBatch = z.object({ ...sealed, state: z.literal('consolidating') });
const FailedBatch = z.object({ ...sealed, state: z.literal('failed'), failure: z.string() });
const DoneBatch = z.object({
  ...current,
  state: z.literal('done'),
  result: BatchResult,
  /** Why the batch was abandoned; null for every other result. */
  abandoned_because: z.string().nullable().default(null),
  completion_time: Instant,
  /** Null for a batch that ended without a consolidation. */
  sealed_at: Instant.nullable().default(null),
  predicted: z.number().int(),
  skipped: Counts,
  failed: Counts,
  /** Still requested when the batch was sealed. */
  missing: z.number().int(),
  row_count: z.number().int(),
  model_count: z.number().int(),
  game_count: z.number().int(),
});

/** A document of the system before Tipoff. It has a list of players, a counter, or both, and they may disagree. */
const LegacyBatch = z.object({
  ...common,
  state: z.undefined().optional(),
  expected_players: z.number().int().default(0),
  start_time: Instant.nullable().default(null),
  updated_at: Instant.nullable().default(null),
  completed_players: z.array(z.string()).default([]),
});

/** A repaired document of the system before Tipoff: its list and its counter agree. */
const ArchivedBatch = z.object({
  ...common,
  state: z.literal('archived'),
  result: BatchResult,
  start_time: Instant.nullable(),
  completed_players: z.array(z.string()),
});

/** A document as Tipoff writes it. */
export const CurrentBatch = z.discriminatedUnion('state', [
  PreparingBatch,
  OpenBatch,
  ConsolidatingBatch,
  FailedBatch,
  DoneBatch,
]);

export type PreparingBatch = z.infer<typeof PreparingBatch>;
export type OpenBatch = z.infer<typeof OpenBatch>;
export type ConsolidatingBatch = z.infer<typeof ConsolidatingBatch>;
export type FailedBatch = z.infer<typeof FailedBatch>;
export type DoneBatch = z.infer<typeof DoneBatch>;
export type LegacyBatch = z.infer<typeof LegacyBatch>;
export type ArchivedBatch = z.infer<typeof ArchivedBatch>;
export type CurrentBatch = z.infer<typeof CurrentBatch>;

const BatchDocument = z.union([CurrentBatch, ArchivedBatch, LegacyBatch]);
export type BatchDocument = z.infer<typeof BatchDocument>;

export const BATCHES: Collection<BatchDocument> = {
  name: 'prediction_batches',
  schema: BatchDocument,
  indexes: [['game_date'], ['state'], ['start_time']],
  texts: [],
  times: ['as_of', 'start_time', 'completion_time', 'updated_at', 'sealed_at', 'generation_started_at'],
};

export function batchRef(batchId: string): DocumentRef<BatchDocument> {
  return { collection: BATCHES, id: batchId };
}
