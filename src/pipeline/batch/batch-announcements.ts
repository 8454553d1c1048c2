import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';
import { ModelCoverage } from '../results/model-coverage.ts';
import { Edge, UnpredictedPlayer } from '../results/slate-detail.ts';
import { StallAction, StallCause } from './stall-policy.ts';

const Counts = z.record(z.string(), z.number());
const slate = { batch_id: z.string(), game_date: z.string(), generation: z.number() };

/** A batch that has not ended. */
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
  /** Since the start. */
  seconds: z.number(),
});
export type SlateProgress = z.infer<typeof SlateProgress>;

/** The predictions of a game date, once the table holds them. All counts of predictions are read from the table. Only a complete slate is `ready`. */
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
  /** The ten largest edges, one a player. */
  top_edges: z.array(Edge),
  /** Players who were skipped, failed or are missing, and why; at most thirty. */
  unpredicted: z.array(UnpredictedPlayer),
  unpredicted_total: z.number(),
  /** Models with partial coverage. Posts of older releases lack the field. */
  short_models: z.array(ModelCoverage).default([]),
  /** The person who approved the force-complete; null when all players had an outcome. */
  forced_by: z.string().nullable(),
  /** Why the batch was abandoned; null for every other headline. */
  abandoned_because: z.string().nullable().default(null),
});
export type SlateResults = z.infer<typeof SlateResults>;

/** A problem with a slate that a person has to check. */
export const BatchAlert = z.object({
  type: z.literal('batch-alert'),
  ...slate,
  problem: z.enum(['partial', 'empty', 'consolidation_failed']),
  detail: z.string(),
});
export type BatchAlert = z.infer<typeof BatchAlert>;

/** A batch that has stalled, what Tipoff did about it, and how far the batch is. */
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

/** The card of an approval request. `overtaken`: the batch ended before anybody decided; `expired`: nobody decided in time. */
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
  /** The revision of the request: it rises when fewer players are done than the card showed before. */
  edition: z.number().default(1),
  /** How many different people have to approve, and those who have. */
  needed: z.number().default(1),
  approved_by: z.array(z.string()).default([]),
  /** People whose approval was for an earlier revision, and no longer counts. */
  lapsed_for: z.array(z.string()).default([]),
  /** The people who may decide; null where every person may. */
  allowed: z.array(z.string()).nullable().default(null),
  expires_at: Instant.nullable().default(null),
  /** How the batch ended: `119 of 136, partial`. Null until then. */
  outcome: z.string().nullable(),
});
export type ApprovalCard = z.infer<typeof ApprovalCard>;
