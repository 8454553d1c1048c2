import * as z from 'zod';
import type { NewPost } from '../../coordination/outbox/post.ts';
import { UserText } from '../../platform/user-text.ts';
import { MAX_NAMED } from '../results/slate-detail.ts';
import { slatePostKey } from './announce-batch.ts';
import { hasMoved, statusWord } from './player-change.ts';

/** A row of `batch/sql/changed-predictions.sql`: the predictions of a player in one generation, and those before it. */
export const ChangedPrediction = z.object({
  player_lookup: z.string(),
  player_name: UserText,
  team: z.string(),
  opponent: z.string(),
  /** The id of the model of the projection; null, like the other values of the generation, without a new prediction. */
  system_id: z.string().nullable(),
  predicted_points: z.number().nullable(),
  /** The median line; null without a line. */
  line: z.number().nullable(),
  injury_status: z.string().nullable(),
  /** Whether an earlier generation or batch of the date predicted the player. */
  was_predicted: z.boolean(),
  /** Whether those predictions were active until this generation. */
  was_active: z.boolean(),
  predicted_points_before: z.number().nullable(),
  line_before: z.number().nullable(),
  injury_status_before: z.string().nullable(),
});
export type ChangedPrediction = z.infer<typeof ChangedPrediction>;

/** The kinds of changes, in the order in which the channel names them. */
const CHANGE_KINDS = ['removed', 'new', 'back', 'status', 'line'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const NumberChange = z.object({ before: z.number().nullable(), now: z.number().nullable() });

/** One player of the slate whose predictions a later run has changed. */
const PlayerOfChanges = z.object({
  player_name: UserText,
  team: z.string(),
  opponent: z.string(),
  kind: z.enum(CHANGE_KINDS),
  /** Points of the projection. */
  points: NumberChange,
  /** The median line of the bookmakers. */
  line: NumberChange,
  status: z.object({ before: z.string(), now: z.string() }),
  /** Why a removed player was skipped; null for every other player. */
  reason: z.string().nullable(),
});
export type PlayerOfChanges = z.infer<typeof PlayerOfChanges>;

/** The post about what a later run of the day has changed, in the thread of the slate. */
export const SlateChangesNotice = z.object({
  type: z.literal('slate-changes'),
  batch_id: z.string(),
  game_date: z.string(),
  generation: z.number(),
  /** The number of changed players, by kind. */
  counts: z.partialRecord(z.enum(CHANGE_KINDS), z.number()),
  /** At most thirty. */
  named: z.array(PlayerOfChanges),
});
export type SlateChangesNotice = z.infer<typeof SlateChangesNotice>;

interface ChangesOfGeneration extends Pick<SlateChangesNotice, 'batch_id' | 'game_date' | 'generation'> {
  readonly predictions: readonly ChangedPrediction[];
  /** The reasons of the players whom the generation skipped, by `player_lookup`. */
  readonly reasons: ReadonlyMap<string, string>;
}

/**
 * Returns the post about the changes of a generation. A player counts once, by the first kind that fits: removed, new,
 * back, status, line. A player with the same line and status as before is not a change. Without changes the list of
 * posts is empty.
 */
export function slateChangesPosts(changes: ChangesOfGeneration): readonly NewPost[] {
  const { batch_id, game_date, generation, predictions, reasons } = changes;
  const players = predictions
    .flatMap((prediction) => playerOfChanges(prediction, reasons.get(prediction.player_lookup) ?? null))
    .toSorted(byKindAndName);
  if (players.length === 0) return [];
  const counts = Object.fromEntries(
    CHANGE_KINDS.map((kind) => [kind, players.filter((player) => player.kind === kind).length] as const).filter(
      ([, count]) => count > 0,
    ),
  );
  const announcement = {
    type: 'slate-changes',
    ...{ batch_id, game_date, generation, counts },
    named: players.slice(0, MAX_NAMED),
  } satisfies SlateChangesNotice;
  return [{ key: `slate-changes-${batch_id}-g${generation}`, announcement, under: slatePostKey(game_date) }];
}

function playerOfChanges(prediction: ChangedPrediction, reason: string | null): readonly PlayerOfChanges[] {
  const kind = changeKind(prediction);
  if (kind === undefined) return [];
  const { player_name, team, opponent } = prediction;
  return [
    {
      ...{ player_name, team, opponent, kind },
      points: { before: prediction.predicted_points_before, now: prediction.predicted_points },
      line: { before: prediction.line_before, now: prediction.line },
      status: { before: statusWord(prediction.injury_status_before), now: statusWord(prediction.injury_status) },
      reason: kind === 'removed' ? reason : null,
    },
  ];
}

function changeKind(prediction: ChangedPrediction): ChangeKind | undefined {
  const { system_id, was_predicted, was_active, line, line_before, injury_status, injury_status_before } = prediction;
  if (system_id === null) return 'removed';
  if (!was_predicted) return 'new';
  if (!was_active) return 'back';
  if (statusWord(injury_status) !== statusWord(injury_status_before)) return 'status';
  return hasMoved(line_before, line) ? 'line' : undefined;
}

function byKindAndName(a: PlayerOfChanges, b: PlayerOfChanges): number {
  const kinds = CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind);
  return kinds || a.player_name.localeCompare(b.player_name);
}
