import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';
import { ModelCoverage } from '../results/model-coverage.ts';
import { Edge, UnpredictedPlayer } from '../results/slate-detail.ts';
import { StallAction, StallCause } from './stall-policy.ts';

const Counts = z.record(z.string(), z.number());
const slate = { batch_id: z.string(), game_date: z.string(), generation: z.number() };

/** The post that shows the progress of a running batch. */
export const SlateProgress = z.object({
  type: z.literal('slate-progress'),
  ...slate,
  state: z.enum(['preparing', 'open', 'consolidating', 'failed']),
  expected: z.number(),
  predicted: z.number(),
  skipped: z.number(),
  failed: z.number(),
  missing: z.number(),
  /** ISO 8601. */
  started_at: z.string(),
  /** The number of seconds since the start of the batch. */
  seconds: z.number(),
});
export type SlateProgress = z.infer<typeof SlateProgress>;

/**
 * The post about the predictions of a game date after they are written to the warehouse. All its counts of predictions
 * are read from the predictions table. Only a complete slate has the headline `ready`.
 */
export const SlateResults = z.object({
  type: z.literal('slate'),
  headline: z.enum(['ready', 'partial', 'empty', 'abandoned']),
  ...slate,
  expected: z.number(),
  predicted: z.number(),
  skipped: Counts,
  failed: Counts,
  missing: z.number(),
  rows: z.number(),
  models: z.number(),
  games: z.number(),
  seconds: z.number(),
  /** The ten predictions of the slate with the largest edges, at most one per player. */
  top_edges: z.array(Edge),
  /** At most thirty of the players without a prediction, each with the reason. */
  unpredicted: z.array(UnpredictedPlayer),
  unpredicted_total: z.number(),
  /** The models that predicted only some of the players. Posts of older releases do not have this field. */
  short_models: z.array(ModelCoverage).default([]),
  /** The person who approved the force-complete of the batch; null when the batch ended without one. */
  forced_by: z.string().nullable(),
  /** The reason why the batch was abandoned. It is null unless the headline says that the batch was abandoned. */
  abandoned_because: z.string().nullable().default(null),
});
export type SlateResults = z.infer<typeof SlateResults>;

/** A post about a problem with a slate. A person has to look at the problem. */
export const BatchAlert = z.object({
  type: z.literal('batch-alert'),
  ...slate,
  problem: z.enum(['partial', 'empty', 'consolidation_failed']),
  detail: z.string(),
});
export type BatchAlert = z.infer<typeof BatchAlert>;

/** The alert about a stalled batch. It says what Tipoff did about the stall and how many players have an outcome. */
export const StallAlert = z.object({
  type: z.literal('stall'),
  ...slate,
  cause: StallCause,
  action: StallAction,
  done: z.number(),
  expected: z.number(),
  /** At most thirty. */
  missing: z.array(UnpredictedPlayer),
  missing_total: z.number(),
  started_at: Instant,
  progressed_at: Instant,
  noticed_at: Instant,
});
export type StallAlert = z.infer<typeof StallAlert>;

/**
 * The card of a request to force-complete a batch. Its state is `overtaken` when the batch ended before anybody
 * decided, and `expired` when nobody decided in time.
 */
export const ApprovalCard = z.object({
  type: z.literal('approval'),
  approval_id: z.string(),
  kind: z.literal('force-complete'),
  ...slate,
  state: z.enum(['pending', 'approved', 'cancelled', 'overtaken', 'expired']),
  done: z.number(),
  expected: z.number(),
  /** At most thirty. */
  missing: z.array(UnpredictedPlayer),
  missing_total: z.number(),
  requested_by: z.string(),
  requested_at: Instant,
  decided_by: z.string().nullable(),
  /**
   * The revision of the approval request. A new revision starts when fewer players have an outcome than the card
   * showed.
   */
  edition: z.number().default(1),
  /**
   * The number of different people who have to approve the request. `approved_by` lists the people who have approved
   * it.
   */
  needed: z.number().default(1),
  approved_by: z.array(z.string()).default([]),
  /** The people whose approval no longer counts, because they gave it for an earlier revision of the request. */
  lapsed_for: z.array(z.string()).default([]),
  /** The people who may decide the approval request; null when everybody may. */
  allowed: z.array(z.string()).nullable().default(null),
  expires_at: Instant.nullable().default(null),
  /** The result of the batch after its end, such as `119 of 136 players, partial`; null while the batch is running. */
  outcome: z.string().nullable(),
});
export type ApprovalCard = z.infer<typeof ApprovalCard>;
