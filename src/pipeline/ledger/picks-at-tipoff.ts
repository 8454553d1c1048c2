import type { SlatePick } from '../pricing/slate-picks.ts';
import type { ShownSlate } from './shown-slate.ts';

/** A game that has tipped. Times are ISO 8601 in UTC. */
export interface TippedGame {
  readonly gameId: string;
  readonly tipoffAt: string;
}

/** A player whose predictions were withdrawn, because he was ruled out. */
export interface RuledOutPlayer {
  readonly gameId: string;
  readonly playerLookup: string;
  /** ISO 8601 in UTC. */
  readonly withdrawnAt: string;
  /** Whether the channel showed a pick of the player when he was ruled out. */
  readonly hadPick: boolean;
}

/** What the channel showed about a slate. The slates are in the order in which the channel showed them. */
export interface ShownInChannel {
  readonly slates: readonly ShownSlate[];
  readonly ruledOut: readonly RuledOutPlayer[];
}

export interface PickAtTipoff {
  readonly pick: SlatePick;
  /** The message that showed the pick. */
  readonly slate: ShownSlate;
  readonly tipoffAt: string;
  /** The time at which the pick was withdrawn; null for a pick that stood at the tip-off. */
  readonly withdrawnAt: string | null;
}

/**
 * Returns the picks of a game that count as published. These are the picks of the last slate that the channel confirmed
 * before the tip-off. A slate that Tipoff wanted but the channel had not confirmed by then does not count, and neither
 * does a message about progress. A pick whose player was ruled out between its pricing and the tip-off is withdrawn. So
 * is the pick that the channel showed when its player was ruled out, although later messages no longer show it.
 */
export function picksAtTipoff(game: TippedGame, { slates, ruledOut }: ShownInChannel): readonly PickAtTipoff[] {
  const shown = slates.filter(({ shownAt }) => isBefore(shownAt, game.tipoffAt));
  const withdrawn = ruledOut.filter(
    ({ gameId, withdrawnAt }) => gameId === game.gameId && isBefore(withdrawnAt, game.tipoffAt),
  );
  const standing = picksOf(game, shown.at(-1)).map((found): PickAtTipoff => {
    const ended = withdrawn.find(
      ({ playerLookup, withdrawnAt }) =>
        playerLookup === found.pick.player_lookup && isBefore(found.pick.priced_at, withdrawnAt),
    );
    return { ...found, withdrawnAt: ended?.withdrawnAt ?? null };
  });
  const hadPicks = withdrawn.filter(({ hadPick }) => hadPick);
  const dropped = hadPicks.flatMap(({ playerLookup, withdrawnAt }) => {
    const isOwn = ({ pick }: FoundPick) => pick.player_lookup === playerLookup && isBefore(pick.priced_at, withdrawnAt);
    const newest = shown.flatMap((slate) => picksOf(game, slate).filter(isOwn)).at(-1);
    return newest === undefined ? [] : [{ ...newest, withdrawnAt }];
  });
  return onePerPlayer([...standing, ...dropped]);
}

type FoundPick = Omit<PickAtTipoff, 'withdrawnAt'>;

function picksOf({ gameId, tipoffAt }: TippedGame, slate: ShownSlate | undefined): readonly FoundPick[] {
  if (slate === undefined) return [];
  return slate.picks.filter(({ game_id }) => game_id === gameId).map((pick) => ({ pick, slate, tipoffAt }));
}

/** Keeps the first pick of each player, so a pick that stood at the tip-off replaces an earlier one that was withdrawn. */
function onePerPlayer(picks: readonly PickAtTipoff[]): readonly PickAtTipoff[] {
  return [...Map.groupBy(picks, ({ pick }) => pick.player_lookup).values()].flatMap(([first]) => first ?? []);
}

function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}
