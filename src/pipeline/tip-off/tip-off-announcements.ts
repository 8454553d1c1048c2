import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';
import { SlatePick } from '../pricing/slate-picks.ts';

/** The card is posted an hour before the first tip-off, and is edited a quarter of an hour before it. */
export const TipOffStage = z.enum(['60-minutes', '15-minutes']);
export type TipOffStage = z.infer<typeof TipOffStage>;

/** Why a slate is not ready, and the next command. Both are sentences. */
export const TipOffProblem = z.object({ finding: z.string(), way_out: z.string() });
export type TipOffProblem = Readonly<z.infer<typeof TipOffProblem>>;

/** A game of a date, with its tip-off; null when it is unknown. */
export const TipOffGame = z.object({
  game_id: z.string(),
  home_team: z.string(),
  away_team: z.string(),
  tipoff_at: Instant.nullable(),
});
export type TipOffGame = Readonly<z.infer<typeof TipOffGame>>;

/** Whether the commit that a date requires is live, and the reason without a period. `none`: the date requires none. */
export const RequiredFix = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.enum(['yes', 'no', 'unknown']), why: z.string() }),
]);
export type RequiredFix = Readonly<z.infer<typeof RequiredFix>>;

/** What people need to know before the first tip-off of a date. Every number is counted in the stores. */
export const TipOffFacts = z.object({
  game_date: z.string(),
  first_tipoff_at: Instant,
  /** The games of the date, the earliest first. */
  games: z.array(TipOffGame),
  /** The slate is ready if the list is empty. */
  problems: z.array(TipOffProblem),
  /** The newest batch of the date; null if there is none. */
  batch_id: z.string().nullable(),
  /** The active predictions from before the tip-off, and the players who have one. */
  predictions: z.number(),
  players: z.number(),
  /** The picks of the slate's message; null while that message shows no results. */
  picks: z.array(SlatePick).nullable(),
  /** The players whose predictions were withdrawn after the run, because they were ruled out. */
  ruled_out: z.array(z.object({ player_name: z.string(), team: z.string() })),
  /** The players of the newest batch without an outcome, and those whose prediction failed. */
  missing: z.number(),
  failed: z.number(),
  required_fix: RequiredFix,
});
export type TipOffFacts = Readonly<z.infer<typeof TipOffFacts>>;

/** The card of a date before its first tip-off. Each date has one. */
export const TipOffCard = z.object({
  type: z.literal('tip-off'),
  stage: TipOffStage,
  /** The time of the newest change. The time left until the first tip-off counts from here. */
  written_at: Instant,
  /** The first tip-off that the card showed before; null if it never moved. */
  moved_from: Instant.nullable(),
  ...TipOffFacts.shape,
});
export type TipOffCard = Readonly<z.infer<typeof TipOffCard>>;

/**
 * The message 15 minutes before the first tip-off. It is a new message in the channel, because Slack notifies nobody of
 * an edit, and only the followers of a thread of a reply. Nobody follows the thread of a card in which nobody wrote.
 */
export const TipOffReminder = z.object({
  type: z.literal('tip-off-reminder'),
  written_at: Instant,
  ...TipOffFacts.shape,
});
export type TipOffReminder = Readonly<z.infer<typeof TipOffReminder>>;
