import * as z from 'zod';
import { parseGameDate } from '../../pipeline/dates/game-date.ts';
import { readPlayersWithTeams } from '../../pipeline/player/named-players.ts';
import { NoPickReason, type PickDecision, type ValuedSide } from '../../pipeline/pricing/choose-pick.ts';
import { explainNoPick } from '../../pipeline/pricing/explain-no-pick.ts';
import type { PricedOffer } from '../../pipeline/pricing/price-market.ts';
import { priceSlate } from '../../pipeline/pricing/price-slate.ts';
import { quoteText } from '../../platform/printable.ts';
import { UserText } from '../../platform/user-text.ts';
import { newestCurrentBatch } from '../batch/find-batch.ts';
import { percent, signedPercent } from '../kit/figure-text.ts';
import { GameDateText } from '../kit/input/game-date-text.ts';
import { PlayerName } from '../kit/input/player-name.ts';
import { oddsText } from '../kit/odds-text.ts';
import { operation } from '../kit/operation.ts';
import { playerOfSlate } from './find-player.ts';
import { slateOfDate } from './slate-of-date.ts';

const MS_PER_MINUTE = 60_000;

const PredictLinesInput = z.strictObject({
  name: PlayerName.describe('the name, or a part of it that matches one player'),
  date: GameDateText.optional().describe('the game date; default: that of the newest batch'),
});

const Line = z.object({
  bookmaker: UserText,
  line: z.number(),
  /** Whether this is the bookmaker's main line. His other lines are alternates. */
  is_main: z.boolean(),
  over_price: z.number().nullable(),
  under_price: z.number().nullable(),
  /** The time since the line was last seen. */
  age_minutes: z.number(),
  /** The probabilities, 0 to 1. They are below 1 in total if the player can score exactly the line. */
  over_probability: z.number(),
  under_probability: z.number(),
  /** The expected profit of a stake of 1; null without a price. */
  over_value: z.number().nullable(),
  under_value: z.number().nullable(),
  /** The number of other bookmakers whose prices give the probabilities; 0 if they come from this line alone. */
  other_books: z.number(),
  /** The side of this line that is the pick; null for every other line. */
  pick: z.enum(['OVER', 'UNDER']).nullable(),
});

export const showLines = operation({
  name: 'predict lines',
  summary: "Show a player's lines, their values and the pick.",
  input: PredictLinesInput,
  output: z.object({
    player_lookup: z.string(),
    player_name: UserText,
    game_date: z.string(),
    /** The reason for a missing pick; null if the player has a pick. */
    no_pick: z.enum([...NoPickReason.options, 'no_training']).nullable(),
    lines: z.array(Line),
  }),
  positionals: ['name', 'date'],
  rest: 'name',
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app, { input }) {
    const game_date =
      input.date === undefined ? (await newestCurrentBatch(app)).game_date : parseGameDate(input.date, app.now());
    const players = await readPlayersWithTeams(app.warehouse);
    const slate = slateOfDate(app, game_date);
    const { player_lookup, player_name } = await playerOfSlate(input.name, players, slate);
    const priced = await priceSlate(app, game_date);
    const player = { player_lookup, player_name, game_date };
    const subject = `${quoteText(player_name)} on ${game_date}`;
    if (priced.type === 'no-training') {
      const message = `${subject}: his lines cannot be priced, because the distribution of points was fitted on later games.`;
      return {
        decision: 'done',
        code: 'no_training',
        message,
        data: { ...player, no_pick: 'no_training' as const, lines: [] },
        next: [],
      };
    }
    const { decision, offers } = priced.pricingOf(player_lookup);
    const { pricedAt } = priced;
    const lines = offers.toSorted(mainFirst).map((offer) => lineOf(offer, { decision, pricedAt }));
    const no_pick = decision.type === 'pick' ? null : decision.reason;
    const message = `${subject}: ${verdict(decision)}`;
    return { decision: 'done', code: no_pick ?? 'pick', message, data: { ...player, no_pick, lines }, next: [] };
  },
});

function mainFirst(a: PricedOffer, b: PricedOffer): number {
  return Number(b.kind === 'main') - Number(a.kind === 'main') || a.bookmaker.localeCompare(b.bookmaker);
}

interface Verdict {
  readonly decision: PickDecision;
  readonly pricedAt: Date;
}

function lineOf(offer: PricedOffer, { decision, pricedAt }: Verdict): z.infer<typeof Line> {
  return {
    bookmaker: offer.bookmaker,
    line: offer.line,
    is_main: offer.kind === 'main',
    over_price: offer.overPrice,
    under_price: offer.underPrice,
    age_minutes: Math.round((pricedAt.getTime() - Date.parse(offer.seenAt)) / MS_PER_MINUTE),
    over_probability: rounded(offer.chances.over),
    under_probability: rounded(offer.chances.under),
    over_value: offer.overValue === null ? null : rounded(offer.overValue),
    under_value: offer.underValue === null ? null : rounded(offer.underValue),
    other_books: offer.otherBooks,
    pick: decision.type === 'pick' && decision.offer === offer ? decision.side : null,
  };
}

function verdict(decision: PickDecision): string {
  if (decision.type === 'pick') return `the pick is ${sideText(decision)}.`;
  const reason = `there is no pick, because ${explainNoPick(decision.reason)}.`;
  return decision.best === undefined ? reason : `${reason} The best one is ${sideText(decision.best)}.`;
}

/** Says what a side is worth. The figures are estimates, and the text says so. */
function sideText({ side, offer, price, probability, value }: ValuedSide): string {
  return `${side} ${offer.line} at ${quoteText(offer.bookmaker)} (${oddsText(price)}), with an estimated probability of ${percent(probability)} and an expected value of ${signedPercent(value)} of the stake`;
}

function rounded(share: number): number {
  return Number(share.toFixed(4));
}
