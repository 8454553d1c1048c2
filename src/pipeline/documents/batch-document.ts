import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { RunMode } from '../player/run-mode.ts';
import { FailedCheck } from '../slate-checks/check-result.ts';
import { ClosedGame } from './closed-game.ts';

export const BatchResult = z.enum(['complete', 'partial', 'empty', 'abandoned']);
export type BatchResult = z.infer<typeof BatchResult>;

const Counts = z.record(z.string(), z.number().int());

const common = {
  batch_id: z.string(),
  game_date: z.string(),
  expected_players: z.number().int(),
  /**
   * The number of players with an outcome, copied for people who read the document in the database. The code itself
   * counts the player documents instead.
   */
  completed_count: z.number().int().default(0),
  is_complete: z.boolean().default(false),
  start_time: Instant,
  completion_time: Instant.nullable().default(null),
  updated_at: Instant,
};

const current = {
  ...common,
  /** The time up to which the batch uses data. */
  as_of: Instant,
  mode: RunMode,
  /** The generation of the batch. It increases with every re-run after the batch was sealed. */
  generation: z.number().int(),
  /** The start of the batch's current generation. `start_time` is the start of the first generation. */
  generation_started_at: Instant,
  /** The time at which all requests of the current generation were on the queue; null before that. */
  requests_published_at: Instant.nullable().default(null),
  /** The players of a re-run. The list is null when the generation covers every player who qualifies. */
  rerun_players: z.array(z.string()).nullable(),
  /**
   * Why the generation was opened: for the whole slate, because people requested players again, or because a scheduled run
   * found changed players.
   */
  opened_for: z.enum(['slate', 'request', 'changes']).nullable().default(null),
  /**
   * The newest run that examined the whole slate: its mode, and the time up to which it used data. A re-run of named
   * players does not examine the slate. Documents of older releases do not have these fields.
   */
  examined_mode: RunMode.nullable().default(null),
  examined_at: Instant.nullable().default(null),
  /** The end of the first generation, if it published predictions and a later generation has followed; otherwise null. */
  first_completion_time: Instant.nullable().default(null),
  /** The number of candidates who did not qualify for the slate, by reason. */
  dropped: Counts,
  /**
   * The number of re-runs of players while the batch was open. A seal based on a count from before a re-run is refused.
   */
  asked_again: z.number().int().default(0),
  /** The id of the newest request to force-complete the batch. The request may be pending or decided. */
  approval_id: z.string().nullable().default(null),
  /**
   * The session that started the batch's current generation, or that accepted a handoff of it. Null if Tipoff's own
   * schedule started it, and in documents of older releases.
   */
  owner_session: z.string().nullable().default(null),
  /** The displayed name of the owner. */
  owner_name: z.string().nullable().default(null),
  /** The sessions that handed the current generation over. They may no longer change it. */
  former_owners: z.array(z.string()).default([]),
  /** The person who approved the force-complete of the batch; null when the batch ended without one. */
  forced_by: z.string().nullable().default(null),
};

const sealed = {
  ...current,
  sealed_at: Instant,
  /**
   * The position of the batch's generation among all sealed generations of the game date. The prediction rows of the
   * highest position are the active ones.
   */
  sequence: z.number().int(),
  /** The number of the batch's newest load job; 0 before the first load job was submitted. */
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
  /** The reason why the batch was abandoned; null for a batch that was not abandoned. */
  abandoned_because: z.string().nullable().default(null),
  completion_time: Instant,
  /** The time at which the batch was sealed; null for a batch that ended without a consolidation. */
  sealed_at: Instant.nullable().default(null),
  predicted: z.number().int(),
  skipped: Counts,
  failed: Counts,
  /** The number of players whose request had no outcome when the batch was sealed. */
  missing: z.number().int(),
  row_count: z.number().int(),
  model_count: z.number().int(),
  game_count: z.number().int(),
  /** The number of active rows that were written after the tip-off of their game. They never count as published picks. */
  backfill_count: z.number().int().default(0),
  /** The games that the batch left alone, because they were closed when it was sealed. */
  closed_games: z.array(ClosedGame).default([]),
  /** The checks of the slate that failed when its predictions were in the table. */
  failed_checks: z.array(FailedCheck).default([]),
});

/**
 * A batch document of the system before Tipoff. Its list of completed players and its counter are both optional, and
 * they may disagree.
 */
const LegacyBatch = z.object({
  ...common,
  state: z.undefined().optional(),
  expected_players: z.number().int().default(0),
  start_time: Instant.nullable().default(null),
  updated_at: Instant.nullable().default(null),
  completed_players: z.array(z.string()).default([]),
});

/** A repaired batch document of the system before Tipoff. Its list of completed players and its counter agree. */
const ArchivedBatch = z.object({
  ...common,
  state: z.literal('archived'),
  result: BatchResult,
  start_time: Instant.nullable(),
  completed_players: z.array(z.string()),
});

/** A batch document that Tipoff wrote. The system before Tipoff wrote documents of other shapes. */
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
/** A batch that has not ended. */
export type UnfinishedBatch = Exclude<CurrentBatch, DoneBatch>;

const BatchDocument = z.union([CurrentBatch, ArchivedBatch, LegacyBatch]);
export type BatchDocument = z.infer<typeof BatchDocument>;

export const BATCHES: Collection<BatchDocument> = {
  name: 'prediction_batches',
  schema: BatchDocument,
  indexes: [['game_date'], ['state'], ['start_time']],
  texts: [],
  times: [
    'as_of',
    'start_time',
    'completion_time',
    'updated_at',
    'sealed_at',
    'generation_started_at',
    'requests_published_at',
    'examined_at',
    'first_completion_time',
  ],
};

export function batchRef(batchId: string): DocumentRef<BatchDocument> {
  return { collection: BATCHES, id: batchId };
}
