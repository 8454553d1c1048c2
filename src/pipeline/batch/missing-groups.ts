import * as z from 'zod';
import type { PlayerDocument } from '../player/player-document.ts';

/** A group of missing players names at most this many of them. */
const MAX_NAMED_IN_GROUP = 12;

/**
 * Why a player has no outcome.
 * - `ruled_out`: the newest injury report says that the player does not play.
 * - `retrying`: the last delivery of the request failed with an error, and the queue delivers it again.
 * - `not_published`: the batch has not put its requests on the queue yet.
 * - `asked_again`: somebody requested the player again, and that request has no answer.
 * - `no_answer`: the request is on the queue, and no worker has answered it.
 * - `late`: the answer came after the batch was sealed.
 */
export const MissingWhy = z.enum(['ruled_out', 'retrying', 'not_published', 'asked_again', 'no_answer', 'late']);
export type MissingWhy = z.infer<typeof MissingWhy>;

const NamedPlayer = z.object({ player_name: z.string(), team: z.string() });

/** The missing players of a batch who are missing for the same reason. */
export const MissingGroup = z.object({
  why: MissingWhy,
  /** The class of the last error; null unless the players are being retried. */
  error: z.string().nullable(),
  players: z.number().int(),
  /** At most twelve. */
  named: z.array(NamedPlayer),
});
export type MissingGroup = Readonly<z.infer<typeof MissingGroup>>;

type MissingPlayer = Pick<PlayerDocument, 'player_lookup' | 'player_name' | 'team' | 'status' | 'attempt'>;

/** What is known about the missing players in addition to their documents. */
export interface MissingContext {
  /** The players whom the newest injury report rules out, by `player_lookup`. */
  readonly ruledOut: ReadonlySet<string>;
  /** The class of the last error of each player whose request was delivered in vain, by `player_lookup`. */
  readonly errors: ReadonlyMap<string, string>;
  /** Whether the batch has put its requests on the queue. */
  readonly requests: 'published' | 'not-published';
}

/** Decides why a player is missing. The reason that a person can act on first wins. */
export function missingWhy(player: MissingPlayer, { ruledOut, errors, requests }: MissingContext): MissingWhy {
  if (player.status !== 'requested') return 'late';
  if (ruledOut.has(player.player_lookup)) return 'ruled_out';
  if (errors.has(player.player_lookup)) return 'retrying';
  if (requests === 'not-published') return 'not_published';
  return player.attempt > 1 ? 'asked_again' : 'no_answer';
}

/** Groups the missing players of a batch by the reason why they are missing, the largest group first. */
export function groupMissing(players: readonly MissingPlayer[], context: MissingContext): MissingGroup[] {
  const reasoned = players.map((player) => {
    const why = missingWhy(player, context);
    return { player, why, error: why === 'retrying' ? (context.errors.get(player.player_lookup) ?? null) : null };
  });
  return Object.values(Object.groupBy(reasoned, ({ why, error }) => `${why} ${error ?? ''}`))
    .flatMap((group = []) => (group[0] === undefined ? [] : [groupOf(group[0], group)]))
    .toSorted((a, b) => b.players - a.players || a.why.localeCompare(b.why));
}

function groupOf(
  { why, error }: Pick<MissingGroup, 'why' | 'error'>,
  group: readonly { readonly player: MissingPlayer }[],
): MissingGroup {
  const named = group.slice(0, MAX_NAMED_IN_GROUP).map(({ player: { player_name, team } }) => ({ player_name, team }));
  return { why, error, players: group.length, named };
}
