import * as z from 'zod';
import { LOCK_ANNOUNCEMENTS } from '../../coordination/deploy-locks/lock-announcements.ts';
import { SessionCard, SessionLost } from '../../coordination/sessions/session-card.ts';
import { Instant } from '../../platform/instant.ts';
import { NightResults } from '../grading/night-results.ts';

const Counts = z.record(z.string(), z.number());
const slate = { batch_id: z.string(), game_date: z.string(), generation: z.number() };

/** One of tonight's predictions that stands furthest from its line. */
export const Edge = z.object({
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  system_id: z.string(),
  line: z.number(),
  predicted_points: z.number(),
  /** Prediction minus line, signed. */
  edge: z.number(),
  confidence: z.number(),
  recommendation: z.string(),
});
export type Edge = z.infer<typeof Edge>;

const UnpredictedPlayer = z.object({ player_name: z.string(), team: z.string(), reason: z.string() });
export type UnpredictedPlayer = z.infer<typeof UnpredictedPlayer>;

/** A model that has no prediction for some of the predicted players, and why: the rest of a sentence about it. */
export const ShortModel = z.object({ system_id: z.string(), players: z.number(), reason: z.string() });
export type ShortModel = z.infer<typeof ShortModel>;

/** A batch on its way. */
const SlateProgress = z.object({
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

/** Tonight's predictions, once they can be read in the table; every number of predictions is counted there. `ready` is said of a complete slate only. */
const SlateResults = z.object({
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
  /** Who was skipped, failed or is missing, and why; at most thirty. */
  unpredicted: z.array(UnpredictedPlayer),
  unpredicted_total: z.number(),
  /** None in a post that is older than the question. */
  short_models: z.array(ShortModel).default([]),
  /** Who approved the force-complete that ended it; null when it ended by itself. */
  forced_by: z.string().nullable(),
});
export type SlateResults = z.infer<typeof SlateResults>;

/** Something a person has to look at. */
const BatchAlert = z.object({
  type: z.literal('batch-alert'),
  ...slate,
  problem: z.enum(['partial', 'empty', 'consolidation_failed']),
  detail: z.string(),
});
export type BatchAlert = z.infer<typeof BatchAlert>;

/** A request that people decide, as a card. `overtaken`: the batch ended before anybody decided; `expired`: nobody did in time. */
const ApprovalCard = z.object({
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
  /** Rises when less is done than was shown before. */
  edition: z.number().default(1),
  /** How many different people have to say yes, and who has so far. */
  needed: z.number().default(1),
  approved_by: z.array(z.string()).default([]),
  /** Whose yes does not count any more. */
  lapsed_for: z.array(z.string()).default([]),
  /** Who may decide; null where every person may. */
  allowed: z.array(z.string()).nullable().default(null),
  expires_at: Instant.nullable().default(null),
  /** What came of it, as a sentence: `119 of 136, partial`. Null until then. */
  outcome: z.string().nullable(),
});
export type ApprovalCard = z.infer<typeof ApprovalCard>;

/** How the predictions of a game date did, once its games are over. */
const ResultsAnnouncement = z.object({ type: z.literal('results'), ...NightResults.shape });
export type ResultsAnnouncement = z.infer<typeof ResultsAnnouncement>;

/** Everything the channel can be told. Posts hold it as JSON. */
export const Announcement = z.discriminatedUnion('type', [
  SlateProgress,
  SlateResults,
  BatchAlert,
  ApprovalCard,
  SessionCard,
  SessionLost,
  ...LOCK_ANNOUNCEMENTS,
  ResultsAnnouncement,
]);
export type Announcement = z.infer<typeof Announcement>;
