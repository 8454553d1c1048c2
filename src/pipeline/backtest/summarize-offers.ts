import * as z from 'zod';
import { profitAt } from '../grading/american-odds.ts';
import { NoPickReason } from '../pricing/choose-pick.ts';
import { noVigOver } from '../pricing/no-vig.ts';
import { overWithoutPush } from '../pricing/points-distribution.ts';
import { Calibration, type Forecasted, measureCalibration } from './measure-calibration.ts';
import { measureReturns, Returns } from './measure-returns.ts';
import type { ReplayedOffers } from './replay-offers.ts';

/** The results of the probabilities and picks of a backtest. A player who did not play is left out. */
export const OfferResults = z.object({
  /** The predicted players who had an offer and played. A player counts once per game. */
  players: z.number(),
  /** The probabilities at every line of every bookmaker. */
  calibration: Calibration,
  /** The same for the lines that had the prices of other bookmakers. */
  priced: Calibration,
  /** The bookmakers' own probabilities without their margin, at the lines of `priced`. */
  market: Calibration,
  picks: Returns.extend({ won: z.number(), lost: z.number(), pushed: z.number() }),
  /** The picks whose player did not play. Their stake is returned. */
  voided: z.number(),
  /** The profit of betting both sides of every offer, as the mean of each player, so that players count equally. */
  average_offer: Returns,
  /** The players without a pick, by reason. */
  no_pick: z.partialRecord(NoPickReason, z.number()),
});
export type OfferResults = Readonly<z.infer<typeof OfferResults>>;

type PlayedOffers = ReplayedOffers & { readonly points: number };

/** Summarizes the priced offers of a backtest. */
export function summarizeOffers(all: readonly ReplayedOffers[]): OfferResults {
  const played = all.filter((replayed): replayed is PlayedOffers => replayed.points !== null);
  const lines = played.flatMap(({ offers, points }) => offers.map((offer) => ({ offer, points })));
  const compared = lines.filter(({ offer }) => offer.otherBooks > 0 && noVigOver(offer) !== undefined);
  return {
    players: played.length,
    calibration: measureCalibration(
      lines.flatMap(({ offer, points }) => forecasted(overWithoutPush(offer.chances), offer.line, points)),
    ),
    priced: measureCalibration(
      compared.flatMap(({ offer, points }) => forecasted(overWithoutPush(offer.chances), offer.line, points)),
    ),
    market: measureCalibration(
      compared.flatMap(({ offer, points }) => forecasted(noVigOver(offer), offer.line, points)),
    ),
    picks: picksOf(played),
    voided: all.filter(({ decision, points }) => decision.type === 'pick' && points === null).length,
    average_offer: measureReturns(played.flatMap(averageProfit)),
    no_pick: reasonsOf(all),
  };
}

function forecasted(probability: number | undefined, line: number, points: number): readonly Forecasted[] {
  return probability === undefined || points === line ? [] : [{ probability, isOver: points > line }];
}

function picksOf(played: readonly PlayedOffers[]): OfferResults['picks'] {
  const profits = played.flatMap(({ decision, points }) =>
    decision.type === 'pick' ? (profitOf(decision, points) ?? []) : [],
  );
  return {
    ...measureReturns(profits),
    won: profits.filter((profit) => profit > 0).length,
    lost: profits.filter((profit) => profit < 0).length,
    pushed: profits.filter((profit) => profit === 0).length,
  };
}

interface Bet {
  readonly side: 'OVER' | 'UNDER';
  readonly price: number;
  readonly line: number;
}

/** Returns the profit of a stake of 1: the winnings, 0 for a push, or -1. Returns undefined for an invalid price. */
function profitOf({ side, price, line }: Bet, points: number): number | undefined {
  const winnings = profitAt(price);
  if (winnings === undefined || points === line) return winnings === undefined ? undefined : 0;
  return points > line === (side === 'OVER') ? winnings : -1;
}

function averageProfit({ offers, points }: PlayedOffers): readonly number[] {
  const profits = offers.flatMap(({ line, overPrice, underPrice }) => {
    const sides = [
      { side: 'OVER', price: overPrice },
      { side: 'UNDER', price: underPrice },
    ] as const;
    return sides.flatMap(({ side, price }) => (price === null ? [] : (profitOf({ side, price, line }, points) ?? [])));
  });
  return profits.length === 0 ? [] : [profits.reduce((sum, profit) => sum + profit, 0) / profits.length];
}

function reasonsOf(all: readonly ReplayedOffers[]): OfferResults['no_pick'] {
  const reasons = all.flatMap(({ decision }) => (decision.type === 'no-pick' ? [decision.reason] : []));
  const counts: Partial<Record<NoPickReason, number>> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
