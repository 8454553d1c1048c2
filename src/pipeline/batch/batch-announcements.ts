import * as z from 'zod';
import { ApprovalState } from '../../coordination/approvals/approval.ts';
import { IncidentOnCard } from '../../coordination/incidents/incident-card.ts';
import { Instant } from '../../platform/instant.ts';
import { BatchResult } from '../documents/batch-document.ts';
import { ClosedGame } from '../documents/closed-game.ts';
import { NoPickReason } from '../pricing/choose-pick.ts';
import { SlatePick } from '../pricing/slate-picks.ts';
import { ModelCoverage } from '../results/model-coverage.ts';
import { Edge } from '../results/priced-predictions.ts';
import { UnpredictedPlayer, WithdrawnFromSlate } from '../results/slate-detail.ts';
import { FailedCheck } from '../slate-checks/check-result.ts';
import { MissingGroup } from './missing-groups.ts';
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
  /** The id of the model that gives the projections. Posts of older releases do not have this field. */
  headline_model: z.string().nullable().default(null),
  /** The picks of the prices, the most valuable first. Posts of older releases do not have this field. */
  picks: z.array(SlatePick).default([]),
  /** The number of players without a pick, by reason. Posts of older releases do not have this field. */
  no_picks: z.partialRecord(NoPickReason, z.number()).default({}),
  /** The ten projections of the slate with the largest edges. */
  top_edges: z.array(Edge),
  /** At most thirty of the players without a prediction, each with the reason. */
  unpredicted: z.array(UnpredictedPlayer),
  unpredicted_total: z.number(),
  /** The models that predicted only some of the players. Posts of older releases do not have this field. */
  short_models: z.array(ModelCoverage).default([]),
  /** The checks of the slate that failed. Posts of older releases do not have this field. */
  failed_checks: z.array(FailedCheck).default([]),
  /** The person who approved the force-complete of the batch; null when the batch ended without one. */
  forced_by: z.string().nullable(),
  /** The number of rows that were written after the tip-off of their game. They never count as published picks. */
  backfilled: z.number().default(0),
  /** The games that the batch left alone, because they had begun. */
  closed_games: z.array(ClosedGame).default([]),
  /** The players whose predictions were withdrawn after the run, because they were ruled out. */
  withdrawn: z.array(WithdrawnFromSlate).default([]),
  /** The reason why the batch was abandoned. It is null unless the headline says that the batch was abandoned. */
  abandoned_because: z.string().nullable().default(null),
});
export type SlateResults = z.infer<typeof SlateResults>;

/** A post about a problem with a slate. A person has to look at the problem. */
export const BatchAlert = z.object({
  type: z.literal('batch-alert'),
  ...slate,
  /** `empty` is only in posts of older releases. */
  problem: z.enum(['partial', 'empty', 'consolidation_failed']),
  detail: z.string(),
});
export type BatchAlert = z.infer<typeof BatchAlert>;

/** A force-complete request on the card of a stalled batch. */
const RequestOnCard = z.object({
  approval_id: z.string(),
  state: ApprovalState,
  edition: z.number(),
  requested_by: z.string(),
  decided_by: z.string().nullable(),
  approved_by: z.array(z.string()),
  lapsed_for: z.array(z.string()),
});

/** How a stall ended: the batch makes progress again, or it ended with a result. */
const StallEnd = z.object({
  how: z.enum(['progress', ...BatchResult.options]),
  /** The number of players with an outcome at the end of the stall. */
  done: z.number(),
  ended_at: Instant,
});

/**
 * The card of a stalled batch. It is one message for each stall, edited as the stall, its incident and its
 * force-complete request change. It says why the batch stalled, who is missing, and what people can do.
 */
export const StallCard = z.object({
  type: z.literal('stall'),
  ...slate,
  cause: StallCause,
  action: StallAction,
  /** The state of the batch at the newest stall check. */
  state: z.enum(['preparing', 'open', 'consolidating', 'failed']).default('open'),
  done: z.number(),
  expected: z.number(),
  missing_total: z.number(),
  /** The missing players by reason, the largest group first. Posts of older releases do not have the fields from here on. */
  groups: z.array(MissingGroup).default([]),
  started_at: Instant,
  progressed_at: Instant,
  noticed_at: Instant,
  /** How long the batch has been running, rounded down so that the card is edited every five minutes. */
  running_minutes: z.number().nullable().default(null),
  /** The usual duration of a batch; null if no batch has ended yet. */
  usual_seconds: z.number().nullable().default(null),
  /** The people who may approve a force-complete; null when every person may. */
  approvers: z.array(z.string()).nullable().default(null),
  /** How many people must approve. */
  needed: z.number().default(1),
  request: RequestOnCard.nullable().default(null),
  /** The incident of the stall; null if no person has to act. */
  incident: IncidentOnCard.nullable().default(null),
  /** Why the approved batch could not be published; null if nothing failed. */
  failure: z.string().nullable().default(null),
  end: StallEnd.nullable().default(null),
});
export type StallCard = Readonly<z.infer<typeof StallCard>>;

/** The predictions that came after a batch was sealed. The batch did not publish them, but a re-run can include them. */
export const LateResults = z.object({
  type: z.literal('late-results'),
  ...slate,
  players: z.number(),
  /** At most thirty. */
  named: z.array(z.object({ player_name: z.string(), team: z.string() })),
  /** The person or agent who included the players; null while nobody has. */
  included_by: z.string().nullable(),
});
export type LateResults = z.infer<typeof LateResults>;

/**
 * The card of a request to force-complete a batch. Its state is `overtaken` when the batch ended before anybody
 * decided, and `expired` when nobody decided in time.
 */
export const ApprovalCard = z.object({
  type: z.literal('approval'),
  approval_id: z.string(),
  kind: z.literal('force-complete'),
  ...slate,
  state: ApprovalState,
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
  /** Why the approved batch could not be published; null if nothing failed. */
  failure: z.string().nullable().default(null),
});
export type ApprovalCard = z.infer<typeof ApprovalCard>;
